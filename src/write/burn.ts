import type { DiscState } from '../drive/disc-state.ts';
import type { Drive } from '../drive/drive.ts';
import { release } from '../drive/release.ts';
import { requireBurnRequest } from './burn-request.ts';
import type { BurnSpeed } from './engine/burn-speed.ts';
import { noting, releaseFinished } from './engine/finished.ts';
import type { BurnProgress } from './engine/progress.ts';
import type { SentTrack } from './engine/send-extent.ts';
import type { TrackSource } from './engine/track-source.ts';
import type { Recipe, TrackPlan, Unit, VerifyLevel } from './recipe.ts';
import type { TrackComparison } from './verify/compare-track.ts';
import { type SessionOptions, WriteSession } from './write-session.ts';

export interface BurnOptions extends SessionOptions {
  /**
   * none: the result of every step is read back (track information, disc information, table of contents). quick: also
   * reads one block of each track, to see that it is not empty. full: reads every track and compares it with its
   * source. Default quick.
   */
  readonly verify?: VerifyLevel;
  /** Stops before the next WRITE. The track is closed at its shorter length, and the session ends as `ending` says. */
  readonly signal?: AbortSignal;
}

export interface BurnResult {
  readonly disc: DiscState;
  readonly tracks: readonly SentTrack[];
  readonly comparisons: readonly TrackComparison[];
  /** As the drive reported it before the first track. */
  readonly speed: BurnSpeed;
  /** True when the signal ended the burn. The disc is still usable. */
  readonly cancelled: boolean;
  /** Problems that did no harm: the disc was checked, and is as it should be. */
  readonly warnings: readonly string[];
}

/**
 * Burns tracks onto the disc in the drive as the recipe says: checks everything first, writes, closes as requested, and
 * reads back. This is a whole burn in one call; {@link WriteSession} offers its steps.
 *
 * To stop it, abort `signal` and keep iterating: the track is closed at its shorter length, and the disc is usable.
 * Ending the generator instead (`break`, `return()`) releases the drive immediately and leaves the track unfinished,
 * for {@link closeDisc} to finish.
 * @throws BurnError, SenseError, TransportError; the signal's reason if it was aborted before the burn began
 */
export async function* burn(
  drive: Drive,
  recipe: Recipe,
  sources: readonly TrackSource[],
  options: BurnOptions = {},
): AsyncGenerator<BurnProgress, BurnResult> {
  const { signal } = options;
  requireBurnRequest(sources, options);
  signal?.throwIfAborted();
  const session = await WriteSession.open(drive, recipe, options);
  const warnings: string[] = [];
  let result: Omit<BurnResult, 'warnings'> | undefined;
  try {
    result = yield* noting(warnings, burnAndCheck(session, sources, options));
  } finally {
    if (result === undefined) await release(session, true);
  }
  warnings.push(...(await releaseFinished(session)));
  return { ...result, warnings };
}

async function* burnAndCheck(
  session: WriteSession,
  sources: readonly TrackSource[],
  { signal, verify = 'quick', testWrite = false }: BurnOptions,
): AsyncGenerator<BurnProgress, Omit<BurnResult, 'warnings'>> {
  const plans = await session.plan(sources);
  let cancelled = false;
  for (const unit of unitsOf(plans, session.recipe)) {
    if (signal?.aborted) break;
    const sent = yield* session.write(unit, signal);
    cancelled ||= sent.some(({ stopped }) => stopped);
  }
  const disc = yield* session.close();
  const comparisons: TrackComparison[] = [];
  if (verify !== 'none' && !testWrite) {
    for (const [index, sent] of session.tracks.entries()) {
      const source = plans[index]?.source;
      if (source === undefined) continue;
      const found = yield* session.verify(sent, source, verify);
      if (found !== undefined) comparisons.push(found);
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

function unitsOf(plans: readonly TrackPlan[], { unit }: Recipe): readonly Unit<TrackPlan>[] {
  if (unit === 'track') return plans.map((plan) => [plan]);
  const [first, ...others] = plans;
  return first === undefined ? [] : [[first, ...others]];
}
