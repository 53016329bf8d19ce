import type { BlockMedium } from '../../drive/block-medium.ts';
import { readDiscState } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import { bookTypeWarning, setBookType } from '../engine/book-type.ts';
import { BurnError, messageOf } from '../engine/burn-error.ts';
import { closeOverwritable, flushBlocks } from '../engine/close-block-disc.ts';
import { chooseFormat, restartBackgroundFormat, sendFormat } from '../engine/format-medium.ts';
import { growBorder } from '../engine/grow-border.ts';
import { setOverwriteParameters } from '../engine/overwrite-parameters.ts';
import { requirePlace } from '../engine/plan-checks.ts';
import type { StepProgress } from '../engine/progress.ts';
import { discAfter } from '../engine/with-disc.ts';
import type { Recipe } from '../recipe.ts';
import { planBlocks } from './block-plan.ts';
import { blockRecipe, inStream, mediumOf, refuseTestWrite, withoutCdText } from './block-recipe.ts';

/**
 * A way of writing discs that are formatted and overwritten: WRITE goes anywhere, SYNCHRONIZE CACHE ends it, and there is
 * nothing to close, or only what a format left open. A disc that is not formatted is, quickly.
 * @param startLba where the first block goes: the start of an ECC block
 */
export const overwriteRecipe = (name: string, profiles: readonly number[], startLba = 0): Recipe => ({
  ...blockRecipe(name, profiles),

  plan: (sources, disc) =>
    planBlocks(sources, {
      ...disc,
      nextWritableLba: startLba,
      freeBlocks: disc.freeBlocks === null ? null : Math.max(0, disc.freeBlocks - startLba),
    }),

  async *prepare(job, [{ lengthBlocks }]) {
    refuseTestWrite(job);
    yield* withoutCdText(job);
    const medium = mediumOf(job);
    if (!medium.formatted && job.bookType !== undefined) await setBookType(job.drive, medium.profile, job.bookType);
    yield* formatting(job.drive, formatFirst(job.drive, medium));
    await setOverwriteParameters(job.drive, { medium, bufferUnderrunFree: job.bufferUnderrunFree });
    yield* growBorder(job.drive, medium.profile, { startLba, endLba: startLba + lengthBlocks });
  },

  async extents(job, [{ number, source, format, lengthBlocks }]) {
    requirePlace(source, number, startLba);
    return [{ track: number, source, format: inStream(format, job), startLba, lengthBlocks, minimumBlocks: 0 }];
  },

  async *end({ drive }, sent) {
    for (const { number } of sent) yield* flushBlocks(drive, number);
  },

  async *finish(job) {
    const warning = await bookTypeWarning(job.drive, job.bookType);
    if (warning !== undefined) yield { phase: 'closing the session', warning };
    if (job.ending === 'finalize') yield* closeOverwritable(job.drive, { medium: mediumOf(job) });
    return await readDiscState(job.drive, { everyTrack: true });
  },
});

/** The same way of writing, at another address than the start of the disc. */
export const overwriteAt = ({ name, profiles }: Recipe, startLba: number): Recipe =>
  overwriteRecipe(name, profiles, startLba);

/** What the disc needs before it can be written. */
async function* formatFirst(drive: Drive, { formatted, profile }: BlockMedium): AsyncGenerator<StepProgress, void> {
  if (formatted) return yield* restartBackgroundFormat(drive);
  const choice = await chooseFormat(drive, profile, { kind: 'quick' });
  yield { phase: 'preparing', warning: `the disc was not formatted: ${choice.inWords}` };
  yield* sendFormat(drive, choice, { phase: 'preparing' });
}

/** A format that fails may have changed the disc, although none of the data is on it. */
async function* formatting(drive: Drive, steps: AsyncGenerator<StepProgress, void>): typeof steps {
  try {
    yield* steps;
  } catch (error) {
    if (error instanceof BurnError) throw error;
    throw new BurnError({
      phase: 'preparing',
      reason: `the disc could not be formatted: ${messageOf(error)}`,
      disc: await discAfter(drive, error),
      remedy: 'Format it with `discwright format`, then write to it',
      cause: error,
    });
  }
}
