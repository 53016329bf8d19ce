import type { DiscState } from '../drive/disc-state.ts';
import type { Drive } from '../drive/drive.ts';
import { release } from '../drive/release.ts';
import { requireDrive } from '../drive/require-drive.ts';
import { type OptionNames, requireKnownOptions } from '../known-options.ts';
import type { Operation } from '../operation/operation.ts';
import { operationOf } from '../operation/operation-of.ts';
import { requireBurnRequest } from './burn-request.ts';
import { type BufferReport, bufferReportOf } from './engine/buffer-report.ts';
import { messageOf } from './engine/burn-error.ts';
import type { BurnSpeed } from './engine/burn-speed.ts';
import { withCutOff } from './engine/cut-off.ts';
import { noting, releaseFinished } from './engine/finished.ts';
import type { BurnProgress } from './engine/progress.ts';
import type { SentTrack } from './engine/send-extent.ts';
import { isUnsized, type TrackSource } from './engine/track-source.ts';
import type { Recipe, TrackPlan, Unit, VerifyLevel } from './recipe.ts';
import { SESSION_OPTIONS, type SessionOptions } from './session-options.ts';
import type { TrackComparison } from './verify/compare-track.ts';
import { WriteSession } from './write-session.ts';

/** The options of {@link burn}. */
export interface BurnOptions extends SessionOptions {
  /**
   * none: the result of every step is read back (track information, disc information, table of contents). quick: also
   * reads one block of each track, to see that it is not empty. full: reads every track and compares it with its
   * source. Default quick.
   */
  readonly verify?: VerifyLevel | undefined;
  /** Stops before the next WRITE. The track is closed at its shorter length, and the session ends as `ending` says. */
  readonly signal?: AbortSignal | undefined;
}

/** What a burn has done: the disc as it is afterwards, and how it was written. */
export interface BurnResult {
  readonly disc: DiscState;
  readonly tracks: readonly SentTrack[];
  readonly comparisons: readonly TrackComparison[];
  /** As the drive reported it before the first track. */
  readonly speed: BurnSpeed;
  /** Of all tracks. */
  readonly buffers: BufferReport;
  /** True when the signal ended the burn. The disc is still usable. */
  readonly cancelled: boolean;
  /** Problems that did no harm: the disc was checked, and is as it should be. */
  readonly warnings: readonly string[];
}

export const BURN_OPTIONS: OptionNames<BurnOptions> = { ...SESSION_OPTIONS, verify: true };

/**
 * Burns tracks onto the disc in the drive as the recipe says: checks everything first, writes, closes as requested, and
 * reads back. This is a whole burn in one call; {@link WriteSession} offers its steps.
 *
 * To stop it, cancel it or abort `signal`: the track is closed at its shorter length, and the disc is usable. A
 * flush and a close are finished first, since interrupting them would ruin the disc; verification stops.
 * Abandoning it instead (`break`, `return()`) releases the drive immediately and leaves the track unfinished,
 * for {@link closeDisc} to finish.
 * @throws BurnError, SenseError, TransportError; the signal's reason if it was aborted before the burn began
 */
export function burn(
  drive: Drive,
  recipe: Recipe,
  sources: readonly TrackSource[],
  options: BurnOptions = {},
): Operation<BurnProgress, BurnResult> {
  return operationOf('burn()', options, (given) => burnSteps(drive, recipe, sources, given));
}

/** The steps of {@link burn}. */
export async function* burnSteps(
  drive: Drive,
  recipe: Recipe,
  sources: readonly TrackSource[],
  options: BurnOptions,
): AsyncGenerator<BurnProgress, BurnResult> {
  requireDrive('burn()', drive);
  requireKnownOptions('burn()', options, BURN_OPTIONS);
  const { signal } = options;
  requireBurnRequest(sources, options);
  recipe.checkRequest?.({ ending: options.ending ?? 'finalize' });
  signal?.throwIfAborted();
  const session = await WriteSession.open(drive, recipe, sessionOptionsOf(options));
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

function sessionOptionsOf({ verify: _, ...options }: BurnOptions): SessionOptions {
  return options;
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
    const sent = yield* session.write(unit, { signal }).steps();
    cancelled ||= sent.some(({ stopped }) => stopped);
  }
  const disc = yield* session.close().steps();
  const lost = session.drive.takeDeferredErrors();
  for (const error of lost) yield { phase: 'closing the session', warning: messageOf(error) };
  // After a WRITE that failed late only the blocks themselves show whether they are there.
  const level = lost.length > 0 ? 'full' : verify;
  const comparisons: TrackComparison[] = [];
  if (level !== 'none' && !testWrite) yield* verifyAll(session, plans, { level, signal, comparisons });
  const stopped = session.tracks.filter((track) => track.stopped && !testWrite);
  return {
    disc: withCutOff(disc, new Map(stopped.map(({ number, sourceBlocks }) => [number, sourceBlocks]))),
    tracks: session.tracks,
    comparisons,
    speed: session.writeSpeed,
    buffers: bufferReportOf(session.tracks.map(({ buffers }) => buffers)),
    cancelled: cancelled || signal?.aborted === true,
  };
}

interface Verification {
  readonly level: Exclude<VerifyLevel, 'none'>;
  /** Ends it: the disc is finished. */
  readonly signal: AbortSignal | undefined;
  /** Gets what was found. */
  readonly comparisons: TrackComparison[];
}

async function* verifyAll(
  session: WriteSession,
  plans: readonly TrackPlan[],
  { level, signal, comparisons }: Verification,
): AsyncGenerator<BurnProgress, void> {
  for (const [index, sent] of session.tracks.entries()) {
    const source = plans[index]?.source;
    if (source === undefined) continue;
    const comparable = source.repeatable && !isUnsized(source) && sent.format.readsBack;
    const found = yield* untilAborted(
      session.verify(sent, source, { level: comparable ? level : 'quick' }).steps(),
      signal,
    );
    if (signal?.aborted) return;
    if (found !== undefined) comparisons.push(found);
  }
}

/** The same steps; undefined once the signal has ended them. */
async function* untilAborted<P, R>(
  steps: AsyncGenerator<P, R>,
  signal: AbortSignal | undefined,
): AsyncGenerator<P, R | undefined> {
  try {
    while (!signal?.aborted) {
      const { done, value } = await steps.next();
      if (done) return value;
      yield value;
    }
    return undefined;
  } finally {
    await steps.return(undefined as never);
  }
}

function unitsOf(plans: readonly TrackPlan[], { unit }: Recipe): readonly Unit<TrackPlan>[] {
  if (unit === 'track') return plans.map((plan) => [plan]);
  const [first, ...others] = plans;
  return first === undefined ? [] : [[first, ...others]];
}
