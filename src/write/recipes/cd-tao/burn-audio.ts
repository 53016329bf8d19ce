import type { DiscState } from '../../../drive/disc-state.ts';
import type { Drive } from '../../../drive/drive.ts';
import { release } from '../../../drive/release.ts';
import type { BurnSpeed } from '../../engine/burn-speed.ts';
import type { BurnProgress } from '../../engine/progress.ts';
import type { TrackSource } from '../../engine/track-source.ts';
import type { SentTrack } from '../../engine/write-track.ts';
import { compareTrack, type TrackComparison } from '../../verify/compare-track.ts';
import { sampleTrack } from '../../verify/sample-track.ts';
import { requireBurnRequest } from './burn-request.ts';
import { type SessionOptions, TrackAtOnceSession } from './track-at-once-session.ts';

export interface BurnOptions extends SessionOptions {
  /**
   * none: every step is read back (track information, disc information, table of contents). quick: a block of each track's
   * audio too, to see that there is any. full: all of it, and compared with its source. Default quick.
   */
  readonly verify?: 'none' | 'quick' | 'full';
  /** Stops at the next WRITE; the track becomes a shorter one and the session ends as `doNotFinalizeMedia` says. */
  readonly signal?: AbortSignal;
}

export interface BurnResult {
  readonly disc: DiscState;
  readonly tracks: readonly SentTrack[];
  readonly comparisons: readonly TrackComparison[];
  /** As the drive told it before the first track. */
  readonly speed: BurnSpeed;
  /** True when the signal ended the burn. The disc is usable all the same. */
  readonly cancelled: boolean;
}

/**
 * Burns audio tracks onto the disc in the drive, Track-At-Once: checks everything first, writes, closes as asked, reads
 * back. A burn in one piece; {@link TrackAtOnceSession} gives its steps.
 *
 * To stop it, abort `signal` and go on reading: the track becomes a shorter one, and the disc is usable. Ending the generator
 * instead (`break`, `return()`) gives the drive back at once and leaves the track unfinished, for {@link closeDisc} to finish.
 * @throws BurnError, SenseError, TransportError; the signal's reason if it was aborted before the burn began
 */
export async function* burnAudio(
  drive: Drive,
  sources: readonly TrackSource[],
  options: BurnOptions = {},
): AsyncGenerator<BurnProgress, BurnResult> {
  const { signal, verify } = options;
  requireBurnRequest(sources, verify);
  signal?.throwIfAborted();
  const session = await TrackAtOnceSession.open(drive, options);
  let failed = true;
  try {
    const result = yield* burnAndCheck(session, sources, options);
    failed = false;
    return result;
  } finally {
    await release(session, failed);
  }
}

async function* burnAndCheck(
  session: TrackAtOnceSession,
  sources: readonly TrackSource[],
  { signal, verify = 'quick', testWrite = false }: BurnOptions,
): AsyncGenerator<BurnProgress, BurnResult> {
  const plans = await session.plan(sources);
  let cancelled = false;
  for (const plan of plans) {
    if (signal?.aborted) break;
    const sent = yield* session.writeTrack(plan, signal);
    cancelled ||= sent.stopped;
  }
  const disc = yield* session.close();
  const comparisons: TrackComparison[] = [];
  if (verify === 'quick' && !testWrite) for (const sent of session.tracks) await sampleTrack(session.drive, sent);
  if (verify === 'full' && !testWrite) {
    for (const [index, sent] of session.tracks.entries()) {
      const source = plans[index]?.source;
      if (source !== undefined) comparisons.push(yield* compareTrack(session.drive, sent, source));
    }
  }
  return {
    disc,
    tracks: session.tracks,
    comparisons,
    speed: session.writeSpeed,
    cancelled: cancelled || signal?.aborted === true,
  };
}
