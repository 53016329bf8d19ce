import type { Drive } from '../drive/drive.ts';
import { requireDrive } from '../drive/require-drive.ts';
import { requireKnownOptions } from '../known-options.ts';
import { requireDiscCodes } from './codes-request.ts';
import { BurnError, type BurnErrorDetails, type BurnPhase } from './engine/burn-error.ts';
import { beforeWriting } from './engine/with-disc.ts';
import type { Recipe } from './recipe.ts';
import { requireSessionOptions, SESSION_OPTIONS, type SessionOptions } from './session-options.ts';

/**
 * Checks what `WriteSession.open()` is given, before the drive is asked for anything.
 * @throws OptionsError, BurnError of phase `planning`
 */
export function requireSessionRequest(drive: Drive, recipe: Recipe, options: SessionOptions): void {
  requireDrive('WriteSession.open()', drive);
  requireKnownOptions('WriteSession.open()', options, SESSION_OPTIONS);
  requireSessionOptions(options);
  requireDiscCodes(options);
  recipe.checkRequest?.({ ending: options.ending ?? 'finalize' });
}

/** What fails in these phases fails before the first WRITE of its track. */
const BEFORE_WRITING: readonly BurnPhase[] = ['preparing', 'calibrating'];

/** A failure in a session, which says so if nothing was written. */
export function sessionFailure(
  error: unknown,
  place: Pick<BurnErrorDetails, 'phase' | 'track'>,
  { untouched, testWrite }: { readonly untouched: boolean; readonly testWrite: boolean },
): unknown {
  if (!(error instanceof BurnError)) return untouched || testWrite ? beforeWriting(error, place) : error;
  if (!BEFORE_WRITING.includes(error.phase) || !untouched) return error;
  return error.with({ remedy: `Nothing was written. ${error.remedy}` });
}
