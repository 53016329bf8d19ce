import type { Drive } from '../../drive/drive.ts';
import { thrownInWords } from '../../error-words.ts';
import { type BufferReport, bufferReportOf } from './buffer-report.ts';
import { SourceError } from './burn-error.ts';
import { DiscFullError } from './disc-full-error.ts';
import { DriveBufferGauge } from './drive-buffer-gauge.ts';
import { openReader } from './open-reader.ts';
import { Pace } from './pace.ts';
import type { SessionPart, WriteProgress } from './progress.ts';
import { sampleBlockOf } from './sample-block.ts';
import type { TrackFormat } from './track-format.ts';
import { isUnsized, type TrackReader, type TrackSource } from './track-source.ts';
import { type WriteBuffer, WriteQueue } from './write-queue.ts';
import { writeZeros } from './write-zeros.ts';

/** Where a track's first block (index 1) is, in what is sent for it. */
export interface IndexedBlocks {
  readonly startLba: number;
  /** How many of its blocks are before index 1: its own pregap. None unless given. */
  readonly pregapBlocks?: number;
  /** How many blocks after it are the pregap of the next track, which some drives count into it. None unless given. */
  readonly nextPregapBlocks?: number;
}

/** The address of index 1, which a table of contents lists. */
export const trackStartOf = ({ startLba, pregapBlocks = 0 }: IndexedBlocks): number => startLba + pregapBlocks;

/** Blocks from index 1 to the end. */
export const trackLengthOf = ({ lengthBlocks, pregapBlocks = 0 }: IndexedBlocks & { readonly lengthBlocks: number }) =>
  Math.max(0, lengthBlocks - pregapBlocks);

/** Blocks that are sent in sequence: a track, a gap before one, or the lead-in. */
export interface Extent extends IndexedBlocks {
  /** The number of the track, or of the one that the gap belongs to. */
  readonly track: number;
  readonly lengthBlocks: number;
  /** Minimum length in blocks: an extent that ends early is padded with zeros to this. */
  readonly minimumBlocks: number;
  readonly format: TrackFormat;
  /** Undefined for a gap: zeros. */
  readonly source: TrackSource | undefined;
  /** Blocks that are not of a track, though they have a source. */
  readonly part?: SessionPart | undefined;
  /** The format of the track, where its blocks are sent in another one: with sub-channels. */
  readonly trackFormat?: TrackFormat;
  /** What is read back of one of its blocks, where they are sent in another format than the track's. */
  readonly userDataOf?: (block: Uint8Array) => Uint8Array;
}

export interface SendOptions {
  /** Memory for blocks that were read and are not sent yet, in bytes. */
  readonly fifoBytes: number;
  /** Stops before the next WRITE; what has been written becomes a shorter track. */
  readonly signal?: AbortSignal | undefined;
}

/** What was sent for one track. Whether it is on the disc is another question. */
export interface SentTrack extends IndexedBlocks {
  readonly number: number;
  readonly format: TrackFormat;
  /** Blocks that the drive has accepted, padding included; 0 when it was stopped before the first. */
  readonly lengthBlocks: number;
  /** Blocks of the source, with the silence that makes a short track long enough where the source adds it. */
  readonly sourceBlocks: number;
  readonly stopped: boolean;
  readonly buffers: BufferReport;
  /** A block that cannot be mistaken for an empty one when it is read back; undefined for a track that has none. */
  readonly sampleLba?: number;
  /** From the start of the track to the end of its flush, in milliseconds on the drive's clock. */
  readonly elapsedMs: number;
  /**
   * Where the drive was before the flush, which pads a short track, in blocks from the start; undefined where that is not
   * known, or not needed. A WRITE that was answered as done and was not leaves it behind what was sent.
   */
  readonly reachedBlocks?: number;
  /** Why it ended early, unless it was stopped. The track can still be closed. */
  readonly failure: unknown;
  /** What ended early, where it is not the track itself: nothing of it is counted. */
  readonly part?: SessionPart;
  /** Where the lead-in or the gap begins that was sent before it, if any. */
  readonly fromLba?: number;
  /** Bytes of a block as it was sent, where they are not those of the format: with sub-channels. */
  readonly sentBlockBytes?: number;
  /** A WRITE failed, and the track was continued where the drive said it was: only reading all of it shows that it is whole. */
  readonly resumed?: true;
}

/** A track that was cancelled before its first WRITE. */
export const notBegun = (
  { number, format }: { readonly number: number; readonly format: TrackFormat },
  startLba: number,
): SentTrack => ({
  number,
  startLba,
  format,
  lengthBlocks: 0,
  sourceBlocks: 0,
  stopped: true,
  buffers: bufferReportOf([]),
  elapsedMs: 0,
  failure: undefined,
});

/**
 * Sends the blocks of an extent with WRITE(10), in ascending order from its start. The last block, and an extent that
 * ends early, are padded with zeros. Never throws for a failure while sending: {@link SentTrack} reports it, so that
 * the track can be closed in any case.
 */
export async function* sendExtent(
  drive: Drive,
  extent: Extent,
  options: SendOptions,
): AsyncGenerator<WriteProgress, SentTrack> {
  const { track, startLba, lengthBlocks, format, pregapBlocks, nextPregapBlocks } = extent;
  const { blockBytes } = format;
  const source = extent.source ?? zeros(lengthBlocks * blockBytes);
  const queue = new WriteQueue(drive, format, options.fifoBytes);
  const gauge = new DriveBufferGauge(drive);
  const started = drive.clock.now();
  const pace = new Pace(drive.clock);
  const stop = () => queue.stop();
  options.signal?.addEventListener('abort', stop, { once: true });
  if (options.signal?.aborted) stop();
  let reader: TrackReader | undefined;
  let sourceFailure: unknown;
  let sent = 0;
  let sampleLba: number | undefined;
  const unsized = isUnsized(source);
  let ended = false;
  let full = false;

  const buffers = (): BufferReport => ({
    fifoBytes: queue.capacityBytes,
    lowestFifoBytes: queue.lowestBytes,
    driveBufferDips: gauge.dips,
  });

  const progress = (): WriteProgress => ({
    phase: 'writing',
    track,
    ...partOf(extent),
    startLba,
    writtenBlocks: queue.writtenBlocks,
    lengthBlocks,
    fifo: { usedBytes: queue.queuedBytes, totalBytes: queue.capacityBytes },
    driveBuffer: gauge.fill,
    buffers: buffers(),
    elapsedMs: drive.clock.now() - started,
  });

  // A batch takes seconds at a low speed; on a virtual clock there are none, and waiting would let time pass.
  const longest = (): Promise<void> | undefined => (queue.isBatched ? pace.untilDue() : undefined);

  try {
    try {
      reader = await openReader(source);
      while (sent < lengthBlocks && !queue.stopped) {
        const buffer = queue.buffer(Math.min(queue.blocksPerLoad, lengthBlocks - sent));
        const wanted = Math.min(buffer.length, Math.max(0, source.lengthBytes - sent * blockBytes));
        const part = await orStopped(readAll(reader, buffer, wanted, unsized), options.signal);
        if (part === undefined || queue.stopped) break;
        const data = dataOf(buffer, part, blockBytes);
        ended = part.ended === true;
        if (data.length === 0) {
          if (ended && sent > 0) break;
          throw part.failure ?? new Error('it has no bytes');
        }
        data.fill(0, part.bytes);
        const lba = startLba + sent;
        if (sampleLba === undefined && (format.readsBack || extent.userDataOf !== undefined)) {
          const block = sampleBlockOf(data, blockBytes, extent.userDataOf);
          if (block !== undefined) sampleLba = lba + block;
        }
        sent += data.length / blockBytes;
        queue.write(lba, data);
        if (part.failure !== undefined) throw part.failure;
        if (ended) break;
        while (!queue.hasRoom && (await queue.settleOldest(longest()))) if (pace.isDue()) yield progress();
        gauge.poll(queue);
        if (pace.isDue()) yield progress();
      }
      if (unsized && !ended && !queue.stopped && (await hasMore(reader, options.signal))) full = true;
    } catch (error) {
      sourceFailure = new SourceError(source.name, error);
    } finally {
      await reader?.close().catch(() => {});
    }
    // What is queued can still be stopped: it may be a whole track.
    while (await queue.settleOldest(longest())) if (pace.isDue()) yield progress();
    if (sent > 0) yield progress();
  } finally {
    pace.end();
    options.signal?.removeEventListener('abort', stop);
  }
  await gauge.settled();

  const sourceBlocks = queue.writtenBlocks;
  const padding = sourceBlocks === 0 ? 0 : extent.minimumBlocks - sourceBlocks;
  const pad =
    queue.failure === undefined && padding > 0
      ? await writeZeros(drive, { lba: startLba + sourceBlocks, lengthBlocks: padding, format })
      : { writtenBlocks: 0, failure: undefined };
  const failure = queue.failure ?? sourceFailure ?? pad.failure ?? (full ? new DiscFullError(source.name) : undefined);
  return {
    number: track,
    startLba,
    ...(pregapBlocks === undefined ? {} : { pregapBlocks }),
    ...(nextPregapBlocks === undefined ? {} : { nextPregapBlocks }),
    format: extent.trackFormat ?? format,
    ...(extent.trackFormat === undefined ? {} : { sentBlockBytes: blockBytes }),
    lengthBlocks: sourceBlocks + pad.writtenBlocks,
    sourceBlocks,
    ...(sampleLba !== undefined && sampleLba < startLba + sourceBlocks ? { sampleLba } : {}),
    stopped: sourceBlocks < (ended ? sent : lengthBlocks) && failure === undefined,
    buffers: buffers(),
    elapsedMs: drive.clock.now() - started,
    failure,
  };
}

/** What is sent, where it is not a track. */
export const partOf = ({ part, source }: Extent): Pick<WriteProgress, 'part'> =>
  part !== undefined ? { part } : source === undefined ? { part: 'pregap' } : {};

const zeros = (lengthBytes: number): TrackSource => ({
  name: 'a gap',
  lengthBytes,
  repeatable: true,
  openReader: async () => ({
    read: async (target) => target.fill(0).length,
    close: async () => {},
  }),
});

interface Part {
  readonly bytes: number;
  /** Why there are no more. */
  readonly failure?: unknown;
  /** A source of unknown length has ended. */
  readonly ended?: true;
}

/** Fills the first `wanted` bytes of the target, as far as the source goes. */
async function readAll(reader: TrackReader, target: Uint8Array, wanted: number, unsized: boolean): Promise<Part> {
  let bytes = 0;
  try {
    while (bytes < wanted) {
      const room = target.subarray(bytes, wanted);
      const got = await (reader.readSome?.(room) ?? reader.read(room));
      bytes += got;
      if (got === 0 || (got < room.length && reader.readSome === undefined)) {
        if (unsized) return { bytes, ended: true };
        throw new Error(`it ended ${wanted - bytes} bytes short of its announced length`);
      }
    }
  } catch (failure) {
    return { bytes, failure: failure ?? new Error(thrownInWords(failure)) };
  }
  return { bytes };
}

/** Whether a source of unknown length goes on when the disc is full. */
async function hasMore(reader: TrackReader, signal: AbortSignal | undefined): Promise<boolean> {
  const next = new Uint8Array(1);
  return ((await orStopped(reader.readSome?.(next) ?? reader.read(next), signal)) ?? 0) > 0;
}

/** What is sent of a buffer: all of it, or at the end of a source as many blocks as it began; of one that failed, whole ones. */
function dataOf(buffer: WriteBuffer, { bytes, failure, ended }: Part, blockBytes: number): WriteBuffer {
  if (failure !== undefined) return wholeBlocks(buffer, bytes, blockBytes);
  return ended ? buffer.slice(0, Math.ceil(bytes / blockBytes) * blockBytes) : buffer;
}

/** A copy of the blocks that these first bytes fill. */
const wholeBlocks = (buffer: WriteBuffer, bytes: number, blockBytes: number): WriteBuffer =>
  buffer.slice(0, Math.floor(bytes / blockBytes) * blockBytes);

/** The promise's value, or undefined as soon as the signal aborts: a source that hangs must not hold up a cancel. */
async function orStopped<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T | undefined> {
  if (signal === undefined) return promise;
  promise.catch(() => {});
  let stop: () => void = () => {};
  const stopped = new Promise<undefined>((resolve) => {
    stop = () => resolve(undefined);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
  });
  try {
    return await Promise.race([promise, stopped]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
