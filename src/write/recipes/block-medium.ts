import { isBlockMedium } from '../../drive/block-medium.ts';
import { suitableProfile } from '../../drive/current-profile.ts';
import { type DiscState, readDiscState } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import { profileName } from '../../mmc/profiles.ts';
import { planRefusal } from '../engine/plan-checks.ts';
import { requireContinuable } from './continuable.ts';

/**
 * A check that the disc in the drive is of one of these kinds, and can be written.
 * @throws BurnError of phase `planning`; SenseError 2/3A/xx without a disc
 */
export const checkBlockMedium =
  (profiles: readonly number[]) =>
  async (drive: Drive): Promise<DiscState> => {
    const profile = await suitableProfile(drive, (each) => profiles.includes(each));
    const disc = await readDiscState(drive, { everyTrack: true });
    if (profile === undefined || !isBlockMedium(profile) || !profiles.includes(profile)) {
      const wanted = profiles.map(profileName).join(', ');
      throw planRefusal(
        disc,
        'UNSUITABLE_MEDIUM',
        `the disc is ${profile === undefined ? 'of unknown kind' : profileName(profile)}, not ${wanted}`,
        'Insert such a disc, or write this one with the recipe that `chooseDataRecipe` chooses',
      );
    }
    if (disc.medium?.writeModel !== 'overwrite') requireContinuable(disc);
    return disc;
  };
