import { AUDIO_BLOCK_BYTES, USER_DATA_BYTES } from '../../cd/geometry.ts';
import { modeInHeader } from '../../cd/sector.ts';
import type { Drive } from '../../drive/drive.ts';
import type { CueTrack } from '../../image/cue-sheet.ts';
import { ImageError } from '../../image/image-error.ts';
import { driveFailure } from '../drive-failed.ts';
import { HeardGap, isRunOutPlace, RUN_OUT_TOLERANCE_BLOCKS } from '../run-out.ts';
import { type OutOfReach, readArea, type TrueBlocks } from './area-reader.ts';
import { AudioReads } from './audio-reads.ts';
import { BufferEvictor } from './buffer-evictor.ts';
import type { BlockRange } from './checksums.ts';
import { readData, userDataOf, WHOLE_SECTORS } from './data-reader.ts';
import type { SeenDisc } from './look-at-disc.ts';
import { PartWriter } from './part-writer.ts';
import type { ReadingAbilities, ReadSpeed } from './read-speed.ts';
import { ReadingMeter } from './reading-meter.ts';
import { Readings } from './readings.ts';
import type { FilePart } from './rip-files.ts';
import type { CheckedRipOptions, RipProgress, RipResult, SuspectBlocks } from './rip-options.ts';
import { merged, type PlannedTrack } from './rip-plan.ts';
import { type Doubtful, JITTER_OVERLAP_BLOCKS, SecureReader } from './secure-reader.ts';
import { Suspects, suspectInWords } from './suspects.ts';
import { TrackSums } from './track-sums.ts';

export interface Ripping {
  readonly drive: Drive;
  readonly checked: CheckedRipOptions;
  readonly abilities: ReadingAbilities;
  readonly speed: ReadSpeed;
  readonly seen: SeenDisc;
  readonly chosen: readonly PlannedTrack[];
  readonly parts: readonly FilePart[];
  readonly warnings: string[];
}

export interface RippedParts {
  readonly paths: readonly string[];
  readonly sums: TrackSums;
  readonly suspects: readonly SuspectBlocks[];
  readonly readings: RipResult['readings'];
  readonly hidden: RipResult['hidden'];
  readonly dataModes: ReadonlyMap<number, CueTrack['mode']>;
  /** Data tracks that no file of the format can hold. */
  readonly leftOut: ReadonlySet<number>;
  readonly overlapBlocks: number;
  readonly c2: boolean;
  readonly unreachedSamples: number;
  readonly repairedBlocks: number;
  readonly displacedPieces: number;
}

/** Enough to fill the buffer of most drives, and little enough to hold. */
const LEAST_STRETCH_BLOCKS = 1_024;
const MOST_STRETCH_BLOCKS = 8_192;

/** Reads everything, in the order of the disc, and writes it to the files. */
export async function* ripParts(
  ripping: Ripping,
  unchanged: () => Promise<void>,
): AsyncGenerator<RipProgress, RippedParts> {
  const { drive, checked, abilities, speed, seen, chosen, parts, warnings } = ripping;
  const meter = new ReadingMeter(drive.clock);
  const reads = new AudioReads(drive, meter, checked.c2 && abilities.c2 !== false, warnings);
  const audio = parts.filter(({ kind }) => kind === 'audio').map(({ range }) => range);
  const windows = chosen.filter(({ track }) => track.kind === 'audio').map(({ window }) => window);
  const areas = merged([...audio, ...windows]);
  const audible = seen.planned.filter(({ track }) => track.kind === 'audio').map(({ window }) => window);
  const all = { startLba: audible[0]?.startLba ?? 0, endLba: audible.at(-1)?.endLba ?? 0 };
  const gaps = seen.planned.map(({ gap }) => ({ gap, heard: new HeardGap(gap) }));
  // Some drives count the run-out as the end of a track.
  const mayBeUnreadable = (lba: number) =>
    gaps.some(({ gap }) => isRunOutPlace(lba, { ...gap, startLba: gap.startLba - RUN_OUT_TOLERANCE_BLOCKS }));
  const secure = new SecureReader({
    reads,
    speed,
    evictor: new BufferEvictor(reads, all, abilities.bufferBytes),
    passes: checked.passes,
    retries: checked.retries,
    overlapBlocks: checked.overlapBlocks ?? (abilities.accurateStream === false ? JITTER_OVERLAP_BLOCKS : 0),
    mayBeUnreadable,
    signal: checked.signal,
  });
  const bufferBlocks = Math.ceil((abilities.bufferBytes ?? 0) / AUDIO_BLOCK_BYTES);
  const stretchBlocks = Math.min(MOST_STRETCH_BLOCKS, Math.max(LEAST_STRETCH_BLOCKS, bufferBlocks));
  const sums = new TrackSums(seen.planned, chosen);
  const suspects = new Suspects();
  const dataModes = new Map<number, CueTrack['mode']>();
  const leftOut = new Set<number>();
  const said = new Set<string>();
  await using writer = new PartWriter(parts, checked, (bytes) => secure.recycle(bytes));

  const items = [
    ...areas.map((range) => ({ range, part: undefined })),
    ...parts.filter(({ kind }) => kind === 'data').map((part) => ({ range: part.range, part })),
  ].toSorted((a, b) => a.range.startLba - b.range.startLba);
  const lengthBlocks = items.reduce((sum, { range }) => sum + range.endLba - range.startLba, 0);
  const readings = new Readings(lengthBlocks, items.length);
  let doneBlocks = 0;
  let unreachedSamples = 0;
  let lba = items[0]?.range.startLba ?? 0;
  const trackAt = (at: number) => partAt(parts, seen.planned, at);
  const sayOf = function* (part: FilePart): Generator<RipProgress> {
    for (const { gap, heard } of gaps) {
      const unreadable = suspects.unreadable(gap);
      if (heard.isRunOut(unreadable)) suspects.forget(unreadable);
    }
    for (const warning of warningsOf(part, suspects, seen.planned, warnings, said)) {
      yield { phase: 'ripping', track: part.number, doneBlocks, lengthBlocks, warning };
    }
  };

  try {
    for (const { range, part } of items) {
      lba = range.startLba;
      const blocks =
        part === undefined
          ? readArea(range, { reads, secure, offsetSamples: checked.offsetSamples, stretchBlocks })
          : dataBlocks(part, ripping, { meter, dataModes, leftOut });
      const blockBytes = part === undefined || checked.format === 'bin-cue' ? AUDIO_BLOCK_BYTES : USER_DATA_BYTES;
      for (;;) {
        checked.signal?.throwIfAborted();
        const next = await blocks.next();
        if (next.done) {
          if (next.value !== undefined) {
            noteReach(next.value, range, ripping);
            unreachedSamples += next.value.atStart + next.value.atEnd;
          }
          break;
        }
        const { value } = next;
        suspects.add(value.doubtful);
        if (checked.onError === 'stop') stopIfAsked(value.doubtful, trackAt, mayBeUnreadable);
        const count = value.bytes.length / blockBytes;
        readings.add(meter.take(value.lba, count));
        if (part === undefined) {
          sums.add(value.lba, value.bytes);
          for (const { heard } of gaps) heard.hear(value.lba, value.bytes);
        }
        await writer.write(part, value.lba, value.bytes, count);
        lba = value.lba + count;
        doneBlocks += count;
        yield { phase: 'ripping', track: trackAt(lba - 1), doneBlocks, lengthBlocks };
        for (const ready of writer.ready(lba)) {
          await unchanged();
          yield* sayOf(ready);
          await writer.finish(ready);
        }
      }
      if (part !== undefined && leftOut.has(part.number)) writer.leaveOut(part);
    }
    await unchanged();
    for (const part of parts) yield* sayOf(part);
    await writer.end();
  } catch (error) {
    throw failed(error, lba, trackAt(lba), writer.paths, warnings);
  }
  const rows = parts.flatMap(({ number, range }) => suspects.within(number, range.startLba, range.endLba));
  return {
    paths: writer.paths,
    sums,
    suspects: rows,
    readings: readings.all,
    hidden: writer.hidden,
    dataModes,
    leftOut,
    overlapBlocks: secure.overlapBlocks,
    c2: reads.flags,
    unreachedSamples,
    ...secure.counts,
  };
}

/** @throws ImageError for a block that cannot be read, if that is to end the rip */
function stopIfAsked(
  doubtful: readonly Doubtful[],
  trackAt: (lba: number) => number,
  mayBeUnreadable: (lba: number) => boolean,
): void {
  const found = doubtful.find((each) => each.doubt === 'unreadable' && !mayBeUnreadable(each.lba));
  if (found === undefined) return;
  const because = found.error instanceof Error ? `: ${found.error.message.replace(/\.$/, '')}` : '';
  throw new ImageError({
    kind: 'unreadable',
    reason: `track ${trackAt(found.lba)} cannot be read at LBA ${found.lba}${because}`,
    remedy: 'Clean the disc, try another drive, or rip what can be read (--on-error silence)',
    track: trackAt(found.lba),
    lba: found.lba,
    cause: found.error,
  });
}

/** The number of the track that a block belongs to. */
function partAt(parts: readonly FilePart[], planned: readonly PlannedTrack[], lba: number): number {
  const part = parts.find(({ range }) => lba >= range.startLba && lba < range.endLba);
  return part?.number ?? planned.findLast(({ track }) => track.startLba <= lba)?.track.number ?? 1;
}

interface DataFound {
  readonly meter: ReadingMeter;
  readonly dataModes: Map<number, CueTrack['mode']>;
  readonly leftOut: Set<number>;
}

/** The blocks of a data track, and how a sheet names their form. */
async function* dataBlocks(
  part: FilePart,
  { drive, checked, speed, warnings }: Ripping,
  { meter, dataModes, leftOut }: DataFound,
): AsyncGenerator<TrueBlocks, undefined> {
  const { retries, format } = checked;
  const { number, range } = part;
  if (format === 'bin-cue') {
    for await (const blocks of readData(range, { drive, blocks: WHOLE_SECTORS, retries, speed, meter })) {
      if (!dataModes.has(number)) dataModes.set(number, modeInHeader(blocks.bytes) === 2 ? 'MODE2/2352' : 'MODE1/2352');
      yield blocks;
    }
    return undefined;
  }
  const found = await userDataOf(drive, range.startLba);
  if (found === undefined) {
    leftOut.add(number);
    warnings.push(
      `track ${number} is data whose blocks do not have 2,048 bytes, and no .iso file can hold it; a BIN/CUE image can (--format bin-cue)`,
    );
    return undefined;
  }
  dataModes.set(number, found.mode);
  yield* readData(range, { drive, blocks: found, retries, speed, meter });
  return undefined;
}

function noteReach({ atStart, atEnd }: OutOfReach, range: BlockRange, { warnings }: Ripping): void {
  const say = (samples: number, where: string) =>
    `the drive does not read ${where}: because of its offset, ${samples} samples there are silence`;
  if (atStart > 0) warnings.push(say(atStart, `before LBA ${range.startLba}`));
  if (atEnd > 0) warnings.push(say(atEnd, `after LBA ${range.endLba - 1}`));
}

/** What is to be said before a file appears; kept for the result. */
function warningsOf(
  { number, range }: FilePart,
  suspects: Suspects,
  planned: readonly PlannedTrack[],
  warnings: string[],
  said: Set<string>,
): string[] {
  const start = planned.find(({ track }) => track.number === number)?.track.startLba ?? range.endLba;
  for (const row of suspects.within(number, range.startLba, range.endLba)) {
    const words = suspectInWords(row, start);
    if (!warnings.includes(words)) warnings.push(words);
  }
  const fresh = warnings.filter((warning) => !said.has(warning));
  for (const warning of fresh) said.add(warning);
  return fresh;
}

function failed(
  error: unknown,
  lba: number,
  track: number,
  paths: readonly string[],
  warnings: readonly string[],
): unknown {
  const failure =
    error instanceof ImageError
      ? error
      : driveFailure(error, {
          kind: 'drive-failed',
          step: `track ${track} cannot be read from LBA ${lba} on`,
          track,
          lba,
        });
  if (failure === undefined) return error;
  const done = paths.length === 0 ? 'No file was completed' : `Complete are ${paths.join(', ')}`;
  return failure.with({ reason: `${failure.reason}. ${done}`, exported: paths, warnings });
}
