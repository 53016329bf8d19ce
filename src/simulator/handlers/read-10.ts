import { concatBytes } from '../../codec/index.ts';
import { READ_BLOCK_BYTES, read10 } from '../../mmc/commands/read-10.ts';
import { SectorType } from '../../mmc/commands/read-cd.ts';
import { illegalRequest } from '../check-condition.ts';
import { requireCd } from '../kind-of-disc.ts';
import { selectedPart } from '../media/main-channel.ts';
import { blockOf, StoredBytes, storedUserData } from '../media/stored-blocks.ts';
import type { Track } from '../media/structure.ts';
import { handle } from './handler.ts';
import { type Run, readRuns } from './readable.ts';

const READABLE: readonly (SectorType | undefined)[] = [SectorType.Mode1, SectorType.Mode2Form1];

/** Reads user data of data tracks. */
export const read10Handler = handle(read10, 'medium', async ({ drive, args }) => {
  const pieces: Uint8Array[] = [];
  for await (const run of readRuns(requireCd(drive.disc), args.lba, args.lengthBlocks)) {
    // The next run may be read into the same memory.
    pieces.push(concatBytes([...userDataOf(run)]));
  }
  drive.delay(drive.speeds.readMs(args.lba, args.lengthBlocks));
  return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : concatBytes(pieces);
});

function* userDataOf({ lba, lengthBlocks, track, stored }: Run): Generator<Uint8Array> {
  if (track.blockBytes === StoredBytes.Mode1) {
    yield stored ?? new Uint8Array(lengthBlocks * READ_BLOCK_BYTES);
    return;
  }
  for (let index = 0; index < lengthBlocks; index++) {
    const bytes = stored?.subarray(index * track.blockBytes, (index + 1) * track.blockBytes);
    yield userDataOfBlock(track, lba + index, bytes ?? new Uint8Array(track.blockBytes));
  }
}

function userDataOfBlock(track: Track, lba: number, stored: Uint8Array): Uint8Array {
  const known = storedUserData(track, stored);
  if (known !== undefined) return known;
  const { type, sector } = blockOf(track, lba, stored);
  // 5/64/00 illegal mode for this track.
  if (type === undefined || !READABLE.includes(type)) throw illegalRequest(0x64, 0x00);
  const part = selectedPart({ userData: true }, type);
  return sector.subarray(part?.start, part?.end);
}
