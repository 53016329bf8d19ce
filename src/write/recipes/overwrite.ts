import { readDiscState } from '../../drive/disc-state.ts';
import { bookTypeWarning, setBookType } from '../engine/book-type.ts';
import { closeOverwritable, flushBlocks } from '../engine/close-block-disc.ts';
import { chooseFormat, restartBackgroundFormat, sendFormat } from '../engine/format-medium.ts';
import { setOverwriteParameters } from '../engine/overwrite-parameters.ts';
import { requirePlace } from '../engine/plan-checks.ts';
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

  async *prepare(job) {
    refuseTestWrite(job);
    yield* withoutCdText(job);
    const medium = mediumOf(job);
    if (!medium.formatted) {
      if (job.bookType !== undefined) await setBookType(job.drive, medium.profile, job.bookType);
      const choice = await chooseFormat(job.drive, medium.profile, { kind: 'quick' });
      yield { phase: 'preparing', warning: `the disc was not formatted: ${choice.inWords}` };
      yield* sendFormat(job.drive, choice, { phase: 'preparing' });
    } else yield* restartBackgroundFormat(job.drive);
    await setOverwriteParameters(job.drive, { medium, bufferUnderrunFree: job.bufferUnderrunFree });
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
