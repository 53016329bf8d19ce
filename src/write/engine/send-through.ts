import { isPassing, isTimeout } from '../../drive/bad-answer.ts';
import { nextWritableLbaOf, trackInformation } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import { reportsMediumChange } from '../../drive/medium-change.ts';
import { retryWhile } from '../../drive/retry.ts';
import { SenseKey } from '../../scsi/sense.ts';
import { SenseError, StatusError } from '../../scsi/sense-error.ts';
import { ScsiStatus } from '../../transport/sam.ts';
import { type BufferReport, bufferReportOf } from './buffer-report.ts';
import { messageOf } from './burn-error.ts';
import { openReader } from './open-reader.ts';
import type { WriteProgress } from './progress.ts';
import { withReached } from './reached.ts';
import { type Extent, partOf, type SendOptions, type SentTrack, sendExtent } from './send-extent.ts';
import { isUnsized, type TrackSource } from './track-source.ts';
import { blocksPerWrite } from './write-queue.ts';
import { writeZeros } from './write-zeros.ts';

/** A drive or a connection that fails more often in one track is not to be trusted with the rest of it. */
const MOST_RESUMPTIONS = 2;
const SKIP_BYTES = 1_024 * 1_024;

/** The address of the next WRITE has not reached that of the failed one: the drive may still count what is in its buffer. */
class StillBehind extends Error {}

interface Options extends SendOptions {
  /** False for a test write: nothing of it can be read back, or shows where the drive is. */
  readonly leavesTrace: boolean;
  /** Whether all tracks before this extent will be compared with their sources if a WRITE of it fails. */
  readonly comparesTracks?: boolean;
}

/** {@link sendOn}, and where the drive is when it has failed in the end. */
export async function* sendThrough(
  drive: Drive,
  extent: Extent,
  options: Options,
): AsyncGenerator<WriteProgress, SentTrack> {
  const sent = yield* sendOn(drive, extent, options);
  return options.leavesTrace ? await withReached(drive, sent) : sent;
}

/**
 * {@link sendExtent}, and on from where the drive is after a WRITE that failed without harm: its next writable address shows
 * whether it took the blocks. Yields a warning each time; what is written then must be compared with its source.
 */
async function* sendOn(drive: Drive, extent: Extent, options: Options): AsyncGenerator<WriteProgress, SentTrack> {
  const begun = drive.clock.now();
  const generation = drive.mediumGeneration;
  let sent = yield* sendExtent(drive, extent, options);
  if (!options.leavesTrace || !maySendAgain(extent)) return sent;
  let lastLba: number | undefined;
  for (let resumptions = 0; resumptions < MOST_RESUMPTIONS; resumptions++) {
    if (sent.failure === undefined || options.signal?.aborted || !mayGoOn(sent.failure, extent, options)) return sent;
    const lba = await continuation(drive, extent, sent).catch(() => undefined);
    if (lba === undefined || lba === lastLba || drive.mediumGeneration !== generation) return sent;
    lastLba = lba;
    const doneBlocks = lba - extent.startLba;
    const elapsedMs = drive.clock.now() - begun;
    const { buffers, failure } = sent;
    yield resumption(extent, { lba, elapsedMs, buffers, failure });
    const sending = sendExtent(drive, restOf(extent, doneBlocks), options);
    const rest = yield* rebased(sending, extent, { doneBlocks, elapsedMs, buffers });
    sent = await paddedIfStopped(drive, joined(sent, rest, doneBlocks), extent);
  }
  return sent;
}

/** A track must be compared afterwards; lead-in, gaps and lead-out are the same throughout, or repeat themselves. */
function maySendAgain({ source, part, format, trackFormat = format }: Extent): boolean {
  if (source === undefined) return true;
  return source.repeatable && !isUnsized(source) && (part !== undefined || trackFormat.readsBack);
}

/**
 * Whether to go on after this failure: if the disc took no harm; and in a lead-out, where there is nothing but filling to
 * lose, if the tracks are compared, since the drive may have reported what befell the end of one of them.
 */
const mayGoOn = (failure: unknown, { part }: Extent, { comparesTracks = false }: Options): boolean =>
  isHarmless(failure) || (part === 'lead-out' && comparesTracks && isAnswerAboutThisDisc(failure));

/** The drive answered, and neither it nor the disc is another one since. */
const isAnswerAboutThisDisc = (failure: unknown): boolean =>
  failure instanceof StatusError || (failure instanceof SenseError && !reportsMediumChange(failure));

/**
 * Whether a WRITE may have failed without harm to the disc: it was refused, put off or aborted, or its answer was lost. Not
 * after errors of the medium or the drive, a reset, another disc, or the failure of an earlier WRITE.
 */
function isHarmless(failure: unknown): boolean {
  if (failure instanceof StatusError) return failure.status !== ScsiStatus.ReservationConflict;
  if (isTimeout(failure)) return true;
  if (!(failure instanceof SenseError)) return false;
  if (failure.sense.deferred || reportsMediumChange(failure)) return false;
  const { key } = failure.sense;
  return isPassing(failure) || key === SenseKey.IllegalRequest || key === SenseKey.AbortedCommand;
}

/**
 * Where the drive continues: at the failed WRITE, or after it; undefined if it is somewhere else or the track is not open.
 */
function continuation(
  drive: Drive,
  { track: number, startLba, lengthBlocks, format }: Extent,
  { sourceBlocks }: SentTrack,
): Promise<number | undefined> {
  const failedLba = startLba + sourceBlocks;
  // Written twice, it is the same.
  if (format.overwrites) return Promise.resolve(failedLba);
  const afterLba = Math.min(failedLba + blocksPerWrite(drive, format), startLba + lengthBlocks);
  return retryWhile(
    drive.clock,
    (error) => error instanceof StillBehind,
    async () => {
      const track = await trackInformation(drive, number);
      if (!track.nextWritableValid || track.damage) return undefined;
      // Before the track, where only whole sessions are written, the drive's own address counts.
      const nextLba = startLba < Math.max(0, track.startLba) ? track.nextWritableLba : nextWritableLbaOf(track);
      if (nextLba < failedLba) throw new StillBehind();
      return nextLba === failedLba || nextLba === afterLba ? nextLba : undefined;
    },
  );
}

interface Resumption {
  readonly lba: number;
  readonly elapsedMs: number;
  readonly buffers: BufferReport;
  readonly failure: unknown;
}

const resumption = (extent: Extent, { lba, elapsedMs, buffers, failure }: Resumption): WriteProgress => ({
  phase: 'writing',
  track: extent.track,
  ...partOf(extent),
  startLba: extent.startLba,
  writtenBlocks: lba - extent.startLba,
  lengthBlocks: extent.lengthBlocks,
  fifo: { usedBytes: 0, totalBytes: 0 },
  driveBuffer: undefined,
  buffers,
  elapsedMs,
  warning: `${inWords(extent)} was continued at LBA ${lba}, where the drive says it is, after a WRITE failed: ${messageOf(failure)}`,
});

function inWords(extent: Extent): string {
  const { part } = partOf(extent);
  if (part === undefined) return `track ${extent.track}`;
  return part === 'pregap' ? `the pregap of track ${extent.track}` : `the ${part}`;
}

const restOf = (extent: Extent, doneBlocks: number): Extent => ({
  ...extent,
  startLba: extent.startLba + doneBlocks,
  lengthBlocks: extent.lengthBlocks - doneBlocks,
  minimumBlocks: Math.max(0, extent.minimumBlocks - doneBlocks),
  source: extent.source && tailOf(extent.source, doneBlocks * extent.format.blockBytes),
});

/** The same source without its first bytes. */
function tailOf(source: TrackSource, skippedBytes: number): TrackSource {
  const skipped = Math.min(skippedBytes, source.lengthBytes);
  return {
    name: source.name,
    lengthBytes: source.lengthBytes - skipped,
    repeatable: source.repeatable,
    async openReader() {
      const reader = await openReader(source);
      try {
        const scratch = new Uint8Array(Math.min(SKIP_BYTES, skipped));
        for (let left = skipped; left > 0; ) {
          const got = await reader.read(scratch.subarray(0, Math.min(left, scratch.length)));
          if (got === 0) throw new Error(`it ended ${left} bytes before the place where writing was interrupted`);
          left -= got;
        }
        return reader;
      } catch (error) {
        await reader.close().catch(() => {});
        throw error;
      }
    },
  };
}

/** The progress of the rest of an extent, as that of the whole of it. */
async function* rebased(
  steps: AsyncGenerator<WriteProgress, SentTrack>,
  { startLba, lengthBlocks }: Extent,
  before: Pick<Resumption, 'elapsedMs' | 'buffers'> & { readonly doneBlocks: number },
): AsyncGenerator<WriteProgress, SentTrack> {
  try {
    for (;;) {
      const { done, value } = await steps.next();
      if (done) return value;
      const { writtenBlocks, elapsedMs, buffers } = value;
      yield {
        ...value,
        startLba,
        lengthBlocks,
        writtenBlocks: before.doneBlocks + writtenBlocks,
        elapsedMs: before.elapsedMs + elapsedMs,
        buffers: bufferReportOf([before.buffers, buffers]),
      };
    }
  } finally {
    await steps.return(undefined as never);
  }
}

/** Both parts as one track. */
function joined(first: SentTrack, rest: SentTrack, doneBlocks: number): SentTrack {
  const sampleLba = first.sampleLba ?? rest.sampleLba;
  return {
    number: first.number,
    startLba: first.startLba,
    ...(first.pregapBlocks === undefined ? {} : { pregapBlocks: first.pregapBlocks }),
    ...(first.nextPregapBlocks === undefined ? {} : { nextPregapBlocks: first.nextPregapBlocks }),
    format: first.format,
    lengthBlocks: doneBlocks + rest.lengthBlocks,
    sourceBlocks: doneBlocks + rest.sourceBlocks,
    stopped: rest.stopped,
    buffers: bufferReportOf([first.buffers, rest.buffers]),
    ...(sampleLba === undefined ? {} : { sampleLba }),
    elapsedMs: rest.elapsedMs,
    failure: rest.failure,
    resumed: true,
  };
}

/** A track that was stopped before its rest was begun can still be too short. */
async function paddedIfStopped(drive: Drive, sent: SentTrack, { minimumBlocks, format }: Extent): Promise<SentTrack> {
  const { startLba, lengthBlocks, stopped } = sent;
  if (!stopped || lengthBlocks === 0 || lengthBlocks >= minimumBlocks) return sent;
  const place = { lba: startLba + lengthBlocks, lengthBlocks: minimumBlocks - lengthBlocks, format };
  const { writtenBlocks, failure } = await writeZeros(drive, place);
  return { ...sent, lengthBlocks: lengthBlocks + writtenBlocks, failure };
}
