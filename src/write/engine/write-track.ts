import { AUDIO_BLOCK_BYTES, SHORTEST_TRACK_BLOCKS } from '../../cd/geometry.ts';
import { incompleteTrack, nextWritableLbaOf } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import type { TrackPlan } from '../recipes/cd-tao/plan.ts';
import { audibleBlock } from '../verify/sample-track.ts';
import { BurnError, SourceError } from './burn-error.ts';
import { DriveBufferGauge } from './drive-buffer-gauge.ts';
import type { WriteProgress } from './progress.ts';
import type { TrackReader } from './track-source.ts';
import { untilSettled } from './until-settled.ts';
import { WriteQueue } from './write-queue.ts';

export interface WriteTrackOptions {
  /** Memory for blocks read and not yet on their way, in bytes. */
  readonly fifoBytes: number;
  /** Stops at the next WRITE; what has been written becomes a shorter track. */
  readonly signal?: AbortSignal | undefined;
}

/** What was sent for one track. Whether it is on the disc is another question. */
export interface SentTrack {
  readonly number: number;
  readonly startLba: number;
  /** Blocks that the drive has taken, padding included; 0 when it was stopped before the first. */
  readonly lengthBlocks: number;
  /** Blocks that hold the source's audio. */
  readonly audioBlocks: number;
  readonly stopped: boolean;
  /** A block that can be told from silence when it is read back; undefined for a track without one. */
  readonly audibleLba?: number;
  /** From the start of the track to the end of its flush, on the drive's clock. */
  readonly elapsedMs: number;
  /** Why it ended early, other than being stopped. The track can still be closed. */
  readonly failure: unknown;
}

/**
 * Where the drive wants the next track.
 * @param writtenEndLba behind what was written before: an address below is one that the drive has not brought up to date
 * @throws BurnError when it has no place for one
 */
export function nextTrackStart(
  drive: Drive,
  track: number,
  writtenEndLba: number,
): Promise<{ startLba: number; freeBlocks: number }> {
  return untilSettled(drive, () => lookForTrackStart(drive, track, writtenEndLba));
}

async function lookForTrackStart(drive: Drive, track: number, writtenEndLba: number) {
  const place = await incompleteTrack(drive, track - 1);
  if (place === undefined || !place.nextWritableValid) {
    throw new BurnError({
      phase: 'preparing',
      track,
      reason: place?.damage
        ? 'the place for the next track is damaged: an earlier burn was broken off there'
        : 'the drive has no next writable address: nothing can be added to this disc',
      remedy: 'Close the session (`discwright close`) and go on with another disc',
    });
  }
  const startLba = nextWritableLbaOf(place);
  if (startLba < writtenEndLba) {
    throw new BurnError({
      phase: 'preparing',
      track,
      reason: `the drive wants it at LBA ${startLba}, where another track lies, up to LBA ${writtenEndLba}`,
      remedy: 'Nothing of it was written. Close the session (`discwright close`), and go on with another disc',
    });
  }
  return { startLba, freeBlocks: place.freeBlocks };
}

/**
 * Sends a track's blocks: WRITE(10) upward from the next writable address, the last block and a track below 300 blocks
 * filled up with silence. Never throws for a failure on the way: {@link SentTrack} tells it, so that the track can be
 * closed whatever happened.
 */
export async function* sendTrack(
  drive: Drive,
  plan: TrackPlan,
  startLba: number,
  options: WriteTrackOptions,
): AsyncGenerator<WriteProgress, SentTrack> {
  const { number, source } = plan;
  const queue = new WriteQueue(drive, options.fifoBytes);
  const gauge = new DriveBufferGauge(drive);
  const started = drive.clock.now();
  const stop = () => queue.stop();
  options.signal?.addEventListener('abort', stop, { once: true });
  if (options.signal?.aborted) stop();
  let reader: TrackReader | undefined;
  let sourceFailure: unknown;
  let sent = 0;
  let audibleLba: number | undefined;

  const progress = (): WriteProgress => ({
    phase: 'writing',
    track: number,
    startLba,
    writtenBlocks: queue.writtenBlocks,
    lengthBlocks: plan.lengthBlocks,
    fifo: { usedBytes: queue.queuedBytes, totalBytes: queue.capacityBytes },
    driveBuffer: gauge.fill,
    elapsedMs: drive.clock.now() - started,
  });

  try {
    try {
      reader = await source.openReader();
      while (sent < plan.lengthBlocks && !queue.stopped) {
        const buffer = queue.buffer(Math.min(queue.blocksPerWrite, plan.lengthBlocks - sent));
        const wanted = Math.min(buffer.length, Math.max(0, source.lengthBytes - sent * AUDIO_BLOCK_BYTES));
        const filled = await orStopped(readAll(reader, buffer, wanted), options.signal);
        if (filled === undefined || queue.stopped) break;
        buffer.fill(0, filled);
        const blocks = buffer.length / AUDIO_BLOCK_BYTES;
        const lba = startLba + sent;
        if (audibleLba === undefined) {
          const block = audibleBlock(buffer);
          if (block !== undefined) audibleLba = lba + block;
        }
        await queue.write(lba, buffer);
        sent += blocks;
        gauge.look(queue);
        yield progress();
      }
    } catch (error) {
      sourceFailure = new SourceError(source.name, error);
    } finally {
      await reader?.close().catch(() => {});
    }
    // What is queued can still be stopped: it may be all of a track.
    while (await queue.settleOne()) yield progress();
  } finally {
    options.signal?.removeEventListener('abort', stop);
  }
  await gauge.settled();

  const audioBlocks = queue.writtenBlocks;
  const failure = queue.failure ?? sourceFailure;
  const padding = audioBlocks === 0 ? 0 : SHORTEST_TRACK_BLOCKS - audioBlocks;
  const padded =
    queue.failure === undefined && padding > 0
      ? (await writeSilence(drive, startLba + audioBlocks, padding)).written
      : 0;
  return {
    number,
    startLba,
    lengthBlocks: audioBlocks + padded,
    audioBlocks,
    ...(audibleLba !== undefined && audibleLba < startLba + audioBlocks ? { audibleLba } : {}),
    stopped: audioBlocks < plan.lengthBlocks && failure === undefined,
    elapsedMs: drive.clock.now() - started,
    failure,
  };
}

/** Blocks of silence, for a track that broke off; resolves with how many the drive took and why not more. */
export async function writeSilence(
  drive: Drive,
  lba: number,
  blocks: number,
): Promise<{ readonly written: number; readonly failure: unknown }> {
  const queue = new WriteQueue(drive, 0);
  for (let sent = 0; sent < blocks && !queue.stopped; ) {
    const buffer = queue.buffer(Math.min(queue.blocksPerWrite, blocks - sent)).fill(0);
    const count = buffer.length / AUDIO_BLOCK_BYTES;
    await queue.write(lba + sent, buffer);
    sent += count;
  }
  await queue.drain();
  return { written: queue.writtenBlocks, failure: queue.failure };
}

/** Fills the first `wanted` bytes of the target. Throws when the source ends before. */
async function readAll(reader: TrackReader, target: Uint8Array, wanted: number): Promise<number> {
  const room = target.subarray(0, wanted);
  const got = wanted === 0 ? 0 : await reader.read(room);
  if (got < wanted) throw new Error(`it ended ${wanted - got} bytes before the length that it had announced`);
  return got;
}

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
