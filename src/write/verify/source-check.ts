import { reasonOf, remedyOf } from '../../error-words.ts';
import { BurnError, SourceError } from '../engine/burn-error.ts';
import { openReader } from '../engine/open-reader.ts';
import type { TrackReader, TrackSource } from '../engine/track-source.ts';
import { SlidingSource } from './sliding-source.ts';

const STEP_BYTES = 1_024 * 1_024;

/** The error of a source that changed after it was burned, or that can no longer be read: the disc is not to blame. */
export const sourceFailure = ({ name }: TrackSource, track: number, cause: unknown): BurnError =>
  new BurnError({
    phase: 'verifying',
    code: 'SOURCE_CHANGED',
    track,
    reason: `the disc cannot be compared with ${name}: ${reasonOf(cause)}`,
    remedy: `${remedyOf(cause)?.replace(/\.$/, '') ?? 'Find out what changed the source'}. Nothing was found wrong with the disc; for a copy that is verified, burn again from a source that stays as it is`,
    cause: new SourceError(name, cause),
  });

/** Opens a source again, to compare the disc with it. @throws BurnError of code `SOURCE_CHANGED` */
export async function reopened(source: TrackSource, track: number): Promise<TrackReader> {
  try {
    return await openReader(source);
  } catch (error) {
    throw sourceFailure(source, track, error);
  }
}

interface Place {
  readonly track: number;
  /** Bytes of the source that are on the disc. */
  readonly lengthBytes: number;
  /** Where the window begins, in bytes from the start of the source. */
  readonly from: number;
}

/**
 * Before the disc is blamed for a difference: reads the source once more as far as that, which shows whether it is still what
 * it was a moment ago. Files also notice that they were written to.
 * @param window what the source had there
 * @throws BurnError of code `SOURCE_CHANGED`
 */
export async function requireSameSource(
  source: TrackSource,
  { track, lengthBytes, from }: Place,
  window: Uint8Array,
): Promise<void> {
  const reader = await reopened(source, track);
  try {
    const again = new SlidingSource(reader, lengthBytes);
    for (let at = 0; at < from; at += STEP_BYTES) await again.window(at, Math.min(STEP_BYTES, from - at));
    if (Buffer.compare(await again.window(from, window.length), window) !== 0) {
      throw new Error('what it provides now is not what it provided a moment ago');
    }
  } catch (error) {
    throw sourceFailure(source, track, error);
  } finally {
    await reader.close().catch(() => {});
  }
}
