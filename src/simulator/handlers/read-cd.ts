import { SECTOR_BYTES } from '../../cd/geometry.ts';
import type { KnownSectorType } from '../../cd/sector.ts';
import {
  C2_BYTES,
  C2Selection,
  readCd,
  SectorType,
  SUB_CHANNEL_BYTES,
  SubChannelSelection,
} from '../../mmc/commands/read-cd.ts';
import { illegalRequest, invalidCdbField } from '../check-condition.ts';
import { requireCd } from '../kind-of-disc.ts';
import type { Disc } from '../media/disc.ts';
import { selectedPart } from '../media/main-channel.ts';
import { blockOf, blockTypeOf, subChannelWriter } from '../media/stored-blocks.ts';
import { unfilledBytes } from '../unfilled-bytes.ts';
import { handle, type TypedCall } from './handler.ts';
import { type Run, readRuns } from './readable.ts';

const SUB_CHANNELS: readonly number[] = Object.values(SubChannelSelection);

type Arguments = TypedCall<typeof readCd.spec.cdb.fields>['args'];

/** Reads any kind of block. C2 flags are zero, since a simulated disc has no scratches of its own. */
export const readCdHandler = handle(readCd, 'medium', async ({ drive, args, memory }) => {
  const { startLba, lengthBlocks, subChannel, c2, sectorType } = args;
  if (sectorType > SectorType.Mode2Form2) throw invalidCdbField(readCd, 'sectorType');
  if (!SUB_CHANNELS.includes(subChannel)) throw invalidCdbField(readCd, 'subChannel');
  if (c2 > C2Selection.FlagsAndBlockFlags) throw invalidCdbField(readCd, 'c2');
  const disc = requireCd(drive.disc);
  const pieces: Uint8Array[] = [];
  let doneBytes = 0;
  for await (const run of readRuns(disc, startLba, lengthBlocks)) {
    for (const piece of piecesOf(run, disc, args, memory?.subarray(doneBytes))) {
      pieces.push(piece);
      doneBytes += piece.length;
    }
  }
  drive.delay(drive.speeds.readMs(startLba, lengthBlocks));
  return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : joined(pieces, memory);
});

/** @param memory that the first piece may be put into, if it has room for that */
function* piecesOf(run: Run, disc: Disc, args: Arguments, memory?: Uint8Array): Generator<Uint8Array> {
  const { track, stored, lba, lengthBlocks } = run;
  const bare = args.c2 === C2Selection.None && args.subChannel === SubChannelSelection.None;
  if (bare && blockTypeOf(track) === SectorType.Audio && track.blockBytes === SECTOR_BYTES) {
    requireType(SectorType.Audio, args);
    if (args.userData)
      yield stored === undefined ? new Uint8Array(lengthBlocks * SECTOR_BYTES) : copyOf(stored, memory);
    return;
  }
  const c2Bytes = C2_BYTES[args.c2] ?? 0;
  const subChannelBytes = SUB_CHANNEL_BYTES[args.subChannel] ?? 0;
  const subChannel =
    subChannelBytes === 0
      ? undefined
      : subChannelWriter(args.subChannel, { track, catalogNumber: catalogNumberOf(disc, lba) });
  const partOf = selectedParts(args);
  // Blocks of one type are as long as each other. In a raw data track any block may be of any type.
  const known = blockTypeOf(track);
  if (known === SectorType.Audio && stored !== undefined && track.blockBytes === SECTOR_BYTES) {
    const { start, end } = partOf(requireType(known, args));
    if (start === 0 && end === SECTOR_BYTES) {
      const blockBytes = SECTOR_BYTES + c2Bytes + subChannelBytes;
      const piece = spread(stored, blockBytes, memory);
      for (let index = 0; index < lengthBlocks; index++) {
        const at = index * blockBytes + SECTOR_BYTES;
        piece.fill(0, at, at + c2Bytes);
        subChannel?.(piece, at + c2Bytes, lba + index, undefined);
      }
      yield piece;
      return;
    }
  }
  const together = known === undefined ? 1 : lengthBlocks;
  for (let first = 0; first < lengthBlocks; first += together) {
    const begin = blockAt(run, first);
    const { start, end } = partOf(requireType(begin.type, args));
    const blockBytes = end - start + c2Bytes + subChannelBytes;
    const piece = unfilledBytes(together * blockBytes);
    for (let index = 0; index < together; index++) {
      const { sector, bytes } = index === 0 ? begin : blockAt(run, first + index);
      let at = index * blockBytes;
      piece.set(sector.subarray(start, end), at);
      at += end - start;
      piece.fill(0, at, at + c2Bytes);
      subChannel?.(piece, at + c2Bytes, lba + first + index, bytes);
    }
    yield piece;
  }
}

const memoryFor = (lengthBytes: number, memory: Uint8Array | undefined): Uint8Array =>
  memory !== undefined && memory.length >= lengthBytes ? memory.subarray(0, lengthBytes) : unfilledBytes(lengthBytes);

/** Pieces that are in the memory already are where they must be. */
function joined(pieces: readonly Uint8Array[], memory: Uint8Array | undefined): Uint8Array {
  const lengthBytes = pieces.reduce((sum, { length }) => sum + length, 0);
  const target = memoryFor(lengthBytes, memory);
  let at = 0;
  for (const piece of pieces) {
    if (piece.buffer !== target.buffer) target.set(piece, at);
    at += piece.length;
  }
  return target;
}

/** Whole sectors, each at the start of a longer block. Moved in one memory: a view of each would be garbage. */
function spread(sectors: Uint8Array, blockBytes: number, memory: Uint8Array | undefined): Uint8Array {
  const count = sectors.length / SECTOR_BYTES;
  const blocks = memoryFor(count * blockBytes, memory);
  blocks.set(sectors);
  for (let index = count - 1; index > 0; index--) {
    blocks.copyWithin(index * blockBytes, index * SECTOR_BYTES, (index + 1) * SECTOR_BYTES);
  }
  return blocks;
}

function copyOf(bytes: Uint8Array, memory: Uint8Array | undefined): Uint8Array {
  const copy = memoryFor(bytes.length, memory);
  copy.set(bytes);
  return copy;
}

function blockAt({ track, stored, lba }: Run, index: number) {
  const bytes = stored?.subarray(index * track.blockBytes, (index + 1) * track.blockBytes);
  return { bytes, ...blockOf(track, lba + index, bytes ?? new Uint8Array(track.blockBytes)) };
}

/** Which part of a sector of each type is sent; 5/24/00 for parts that are not adjacent. Found once for each type. */
function selectedParts(args: Arguments): (type: KnownSectorType) => { readonly start: number; readonly end: number } {
  const known = new Map<KnownSectorType, ReturnType<typeof selectedPart>>();
  return (type) => {
    const part = known.get(type) ?? selectedPart(args, type);
    if (part === undefined) throw invalidCdbField(readCd, 'sync');
    known.set(type, part);
    return part;
  };
}

/** 5/64/00 illegal mode for this track. */
function requireType(type: KnownSectorType | undefined, { sectorType }: Arguments): KnownSectorType {
  if (type === undefined || (sectorType !== SectorType.Any && sectorType !== type)) throw illegalRequest(0x64, 0x00);
  return type;
}

const catalogNumberOf = (disc: Disc, lba: number): string | undefined =>
  disc.sessions.find((session) => lba < session.leadOutLba)?.catalogNumber;
