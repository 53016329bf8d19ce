import { SECTOR_BYTES } from '../../cd/geometry.ts';
import type { KnownSectorType } from '../../cd/sector.ts';
import { concatBytes } from '../../codec/index.ts';
import { C2_BYTES, C2Selection, readCd, SectorType, SubChannelSelection } from '../../mmc/commands/read-cd.ts';
import { illegalRequest, invalidCdbField } from '../check-condition.ts';
import type { Disc } from '../media/disc.ts';
import { selectedPart } from '../media/main-channel.ts';
import { blockOf, blockTypeOf, subChannelOf } from '../media/stored-blocks.ts';
import { handle, type TypedCall } from './handler.ts';
import { type Run, readRuns } from './readable.ts';

const SUB_CHANNELS: readonly number[] = Object.values(SubChannelSelection);

type Arguments = TypedCall<typeof readCd.spec.cdb.fields>['args'];

/** Reads any kind of block. C2 flags are zero, since a simulated disc has no scratches of its own. */
export const readCdHandler = handle(readCd, 'medium', async ({ drive, args }) => {
  const { startLba, lengthBlocks, subChannel, c2, sectorType } = args;
  if (sectorType > SectorType.Mode2Form2) throw invalidCdbField(readCd, 'sectorType');
  if (!SUB_CHANNELS.includes(subChannel)) throw invalidCdbField(readCd, 'subChannel');
  if (c2 > C2Selection.FlagsAndBlockFlags) throw invalidCdbField(readCd, 'c2');
  const pieces: Uint8Array[] = [];
  for await (const run of readRuns(drive.disc, startLba, lengthBlocks)) pieces.push(...piecesOf(run, drive.disc, args));
  drive.delay(drive.speeds.readMs(startLba, lengthBlocks));
  return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : concatBytes(pieces);
});

function* piecesOf(run: Run, disc: Disc, args: Arguments): Generator<Uint8Array> {
  const { track, stored, lba, lengthBlocks } = run;
  const bare = args.c2 === C2Selection.None && args.subChannel === SubChannelSelection.None;
  if (bare && blockTypeOf(track) === SectorType.Audio && track.blockBytes === SECTOR_BYTES) {
    requireType(SectorType.Audio, args);
    if (args.userData) yield stored ?? new Uint8Array(lengthBlocks * SECTOR_BYTES);
    return;
  }
  const partOf = selectedParts(args);
  const catalogNumber = args.subChannel === SubChannelSelection.None ? undefined : catalogNumberOf(disc, lba);
  for (let index = 0; index < lengthBlocks; index++) {
    const bytes = stored?.subarray(index * track.blockBytes, (index + 1) * track.blockBytes);
    const { type, sector } = blockOf(track, lba + index, bytes ?? new Uint8Array(track.blockBytes));
    const part = partOf(requireType(type, args));
    yield sector.subarray(part.start, part.end);
    if (args.c2 !== C2Selection.None) yield new Uint8Array(C2_BYTES[args.c2] ?? 0);
    if (args.subChannel !== SubChannelSelection.None) {
      yield subChannelOf(args.subChannel, { track, catalogNumber }, lba + index, bytes);
    }
  }
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
