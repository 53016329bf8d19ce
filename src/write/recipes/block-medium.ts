import { isBlockMedium } from '../../drive/block-medium.ts';
import { suitableProfile } from '../../drive/current-profile.ts';
import { type DiscState, readDiscState } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import { profileName } from '../../mmc/profiles.ts';
import { BurnError } from '../engine/burn-error.ts';
import type { BurnErrorCode } from '../engine/burn-error-code.ts';

const refusing = (disc: DiscState) => (code: BurnErrorCode, reason: string, remedy: string) =>
  new BurnError({ phase: 'planning', code, reason, remedy, disc });

/**
 * A check that the disc in the drive is of one of these kinds, and can be written.
 * @throws BurnError of phase `planning`; SenseError 2/3A/xx without a disc
 */
export const checkBlockMedium =
  (profiles: readonly number[]) =>
  async (drive: Drive): Promise<DiscState> => {
    const profile = await suitableProfile(drive, (each) => profiles.includes(each));
    const disc = await readDiscState(drive, { everyTrack: true });
    const refuse = refusing(disc);
    if (profile === undefined || !isBlockMedium(profile) || !profiles.includes(profile)) {
      const wanted = profiles.map(profileName).join(', ');
      throw refuse(
        'UNSUITABLE_MEDIUM',
        `the disc is ${profile === undefined ? 'of unknown kind' : profileName(profile)}, not ${wanted}`,
        'Insert such a disc, or write this one with the recipe that `chooseDataRecipe` chooses',
      );
    }
    if (disc.medium?.writeModel === 'overwrite') return disc;
    const another = disc.erasable ? 'erase it with `discwright blank`' : 'use a blank one';
    const open = disc.tracks.find((track) => track.open);
    if (open !== undefined) {
      throw refuse(
        'DISC_UNFINISHED',
        `track ${open.number} was interrupted by an earlier failure and is unfinished`,
        `Finish the disc with \`discwright close\`, or ${another}`,
      );
    }
    if (disc.status !== 'blank' && disc.status !== 'appendable') {
      throw refuse(
        'DISC_COMPLETE',
        'this disc cannot be written to any more',
        disc.erasable ? 'Erase it with `discwright blank`, or use a blank disc' : 'Use a blank disc',
      );
    }
    if (disc.lastSession === 'damaged') {
      throw refuse(
        'DISC_UNFINISHED',
        "the disc's last session is damaged",
        `Finish the disc with \`discwright close\`, or ${another}`,
      );
    }
    return disc;
  };
