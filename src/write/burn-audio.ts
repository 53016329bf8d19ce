import type { Drive } from '../drive/drive.ts';
import { requireDrive } from '../drive/require-drive.ts';
import { requireKnownOptions } from '../known-options.ts';
import type { Operation } from '../operation/operation.ts';
import { operationOf } from '../operation/operation-of.ts';
import { type BurnOptions, type BurnResult, burnSteps } from './burn.ts';
import { requireBurnRequest } from './burn-request.ts';
import { BURN_AUDIO_OPTIONS, type BurnAudioOptions, chooseRecipe } from './choose-recipe.ts';
import type { BurnProgress } from './engine/progress.ts';
import type { TrackSource } from './engine/track-source.ts';

/**
 * Burns audio tracks onto the CD-R or CD-RW in the drive: Track-At-Once, or Session-At-Once where the tracks need it. See
 * {@link burn} and {@link chooseRecipe}.
 * @throws BurnError, SenseError, TransportError; the signal's reason if it was aborted before the burn began
 * @example
 * ```ts
 * const burn = burnAudio(drive, [await openAudioFile('one.wav'), await openAudioFile('two.wav')], { verify: 'full' });
 * for await (const step of burn) console.log(step.phase);
 * console.log((await burn).disc.status); // 'complete'
 * ```
 * @example
 * ```ts
 * const job = await openJob('album.cue');
 * const { catalogueNumber, cdText } = job;
 * await burnAudio(drive, job.tracks, { catalogueNumber, cdText, gapless: true });
 * await job.close();
 * ```
 */
export function burnAudio(
  drive: Drive,
  sources: readonly TrackSource[],
  options: BurnAudioOptions = {},
): Operation<BurnProgress, BurnResult> {
  return operationOf('burnAudio()', options, (given) => burnAudioSteps(drive, sources, given));
}

async function* burnAudioSteps(
  drive: Drive,
  sources: readonly TrackSource[],
  options: BurnAudioOptions,
): AsyncGenerator<BurnProgress, BurnResult> {
  requireDrive('burnAudio()', drive);
  requireKnownOptions('burnAudio()', options, BURN_AUDIO_OPTIONS);
  requireBurnRequest(sources, options);
  options.signal?.throwIfAborted();
  const { recipe } = await chooseRecipe(drive, sources, options);
  return yield* burnSteps(drive, recipe, sources, burnOptionsOf(options));
}

/** Without what {@link burn} does not have. */
export function burnOptionsOf({ writeType: _, gapless: __, ...options }: BurnAudioOptions): BurnOptions {
  return options;
}
