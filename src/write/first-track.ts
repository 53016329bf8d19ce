import type { DiscState } from '../drive/disc-state.ts';
import { planRefusal } from './engine/plan-checks.ts';
import type { Recipe } from './recipe.ts';

/**
 * The disc as a plan sees it whose first track gets this number.
 * @throws BurnError of phase `planning` where it cannot
 */
export function numberedFrom(
  firstTrack: number | undefined,
  { discBefore: disc, recipe }: { readonly discBefore: DiscState; readonly recipe: Pick<Recipe, 'name' | 'unit'> },
): DiscState {
  const { name, unit } = recipe;
  const next = disc.nextTrack ?? disc.tracks.length + 1;
  if (firstTrack === undefined || firstTrack === next) return disc;
  if (disc.tracks.length > 0) {
    throw planRefusal(
      disc,
      'INVALID_REQUEST',
      `the first track is to have number ${firstTrack}, but the next one on this disc has number ${next}`,
      'Use a blank disc, or number the tracks from 1: then they get the numbers after those on the disc',
    );
  }
  if (unit === 'session') return { ...disc, nextTrack: firstTrack };
  throw planRefusal(
    disc,
    'INVALID_REQUEST',
    `the first track is to have number ${firstTrack}, but in ${name} the drive numbers the tracks, from 1`,
    'Write it Session-At-Once or RAW 96, where the drive can, or number the tracks from 1',
  );
}
