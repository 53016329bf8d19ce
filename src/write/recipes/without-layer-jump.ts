import { Profile } from '../../mmc/profiles.ts';
import { planRefusal } from '../engine/plan-checks.ts';
import type { Recipe } from '../recipe.ts';

/**
 * The same way of writing, but for discs that were begun by layer jump: each track lies on both layers, in two ranges of addresses with
 * the earlier tracks between them, and an image is one range.
 */
export const withoutLayerJump = (recipe: Recipe): Recipe => ({
  ...recipe,
  async checkMedium(drive) {
    const disc = await recipe.checkMedium(drive);
    if (disc.medium?.profile !== Profile.DvdRDualLayerJump || disc.status === 'blank') return disc;
    throw planRefusal(
      disc,
      'UNSUITABLE_MEDIUM',
      'the disc was recorded by layer jump, so that what is added would lie in two ranges of addresses, one on each layer',
      'Close it with `discwright close`, so that what is on it can be read, and use another disc',
    );
  },
});
