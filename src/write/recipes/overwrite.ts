import { readDiscState } from '../../drive/disc-state.ts';
import { closeOverwritable, flushBlocks } from '../engine/close-block-disc.ts';
import { chooseFormat, restartBackgroundFormat, sendFormat } from '../engine/format-medium.ts';
import { requirePlace } from '../engine/plan-checks.ts';
import type { Recipe } from '../recipe.ts';
import { blockRecipe, mediumOf, refuseTestWrite, withoutCdText } from './block-recipe.ts';

/**
 * A way of writing discs that are formatted and overwritten: WRITE goes anywhere, SYNCHRONIZE CACHE ends it, and there is
 * nothing to close, or only what a format left open. A disc that is not formatted is, quickly.
 */
export const overwriteRecipe = (name: string, profiles: readonly number[]): Recipe => ({
  ...blockRecipe(name, profiles),

  async *prepare(job) {
    refuseTestWrite(job);
    yield* withoutCdText(job);
    const medium = mediumOf(job);
    if (!medium.formatted) {
      const choice = await chooseFormat(job.drive, medium.profile, { kind: 'quick' });
      yield { phase: 'preparing', warning: `the disc was not formatted: ${choice.inWords}` };
      yield* sendFormat(job.drive, choice, { phase: 'preparing' });
    } else yield* restartBackgroundFormat(job.drive);
  },

  async extents(_job, [{ number, source, format, lengthBlocks }]) {
    const startLba = 0;
    requirePlace(source, number, startLba);
    return [{ track: number, source, format, startLba, lengthBlocks, minimumBlocks: 0 }];
  },

  async *end({ drive }, sent) {
    for (const { number } of sent) yield* flushBlocks(drive, number);
  },

  async *finish(job) {
    if (job.ending === 'finalize') yield* closeOverwritable(job.drive, { medium: mediumOf(job) });
    return await readDiscState(job.drive, { everyTrack: true });
  },
});
