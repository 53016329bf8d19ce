import type { BlockMedium } from '../drive/block-medium.ts';
import type { DiscState } from '../drive/disc-state.ts';
import { Profile, profileName } from '../mmc/profiles.ts';
import { planRefusal } from './engine/plan-checks.ts';

const READ_ONLY: readonly number[] = [Profile.DvdRom, Profile.BdRom];

/**
 * The medium of a disc of which single blocks can be replaced.
 * @throws BurnError of phase `planning` for any other, with the reason
 */
export function requireOverwritable(disc: DiscState): BlockMedium {
  const { medium } = disc;
  const refuse = (reason: string, remedy: string) => planRefusal(disc, 'UNSUITABLE_MEDIUM', reason, remedy);
  const OTHERS = 'Use a DVD+RW, DVD-RAM, BD-RE or formatted DVD-RW';
  if (medium === undefined) {
    // MMC-6 4.3.2: only CD-RW in fixed packets could be, which is not written here.
    throw disc.erasable
      ? refuse('a CD-RW is written in sequence and erased as a whole: none of its blocks can be replaced', OTHERS)
      : refuse('the blocks of a CD are written only once: none of them can be replaced', OTHERS);
  }
  const name = profileName(medium.profile);
  if (READ_ONLY.includes(medium.profile)) throw refuse(`a ${name} cannot be written`, OTHERS);
  if (medium.profile === Profile.DvdRwSequential) {
    throw refuse(
      'this DVD-RW is written in sequence and erased as a whole: none of its blocks can be replaced',
      'Format it, which erases it (`discwright format`), or use a DVD+RW, DVD-RAM or BD-RE',
    );
  }
  if (medium.writeModel !== 'overwrite')
    throw refuse(`the blocks of a ${name} are written only once: none of them can be replaced`, OTHERS);
  if (!medium.formatted)
    throw refuse('the disc is not formatted, and holds nothing that could be replaced', 'Write to it first');
  return medium;
}
