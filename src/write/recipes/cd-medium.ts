import { isRefusal } from '../../drive/bad-answer.ts';
import { suitableProfile } from '../../drive/current-profile.ts';
import { type DiscState, readDiscState } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import { readCapabilities } from '../../drive/drive-capabilities.ts';
import { Profile, profileName } from '../../mmc/profiles.ts';
import { planRefusal } from '../engine/plan-checks.ts';
import { requireContinuable } from './continuable.ts';

/** The kinds of disc that a CD recorder writes. */
export const CD_PROFILES: readonly number[] = [Profile.CdR, Profile.CdRw];

/**
 * Checks that tracks can be added to the disc in the drive: a CD-R or CD-RW, blank or with an open session, and without
 * an unfinished track.
 * @throws BurnError of phase `planning`; SenseError 2/3A/xx without a disc
 */
export async function checkCdMedium(drive: Drive): Promise<DiscState> {
  const disc = await readDiscState(drive, { everyTrack: true }).catch(async (error: unknown) => {
    // A drive that only reads need not know READ TRACK INFORMATION.
    if (isRefusal(error)) await requireSuitable(drive, await readDiscState(drive));
    throw error;
  });
  await requireSuitable(drive, disc);
  requireContinuable(disc);
  return disc;
}

/** Refuses anything but a CD-R or CD-RW in a drive that writes CDs. */
async function requireSuitable(drive: Drive, disc: DiscState): Promise<void> {
  const profile = await suitableProfile(drive, (each) => CD_PROFILES.includes(each));
  if (profile !== undefined && !CD_PROFILES.includes(profile)) {
    const capabilities = await readCapabilities(drive);
    if (capabilities?.writesCdR === false && capabilities.writesCdRw === false) {
      throw planRefusal(
        disc,
        'UNSUITABLE_DRIVE',
        'this drive does not write CDs',
        'Use a CD recorder: `discwright drives` lists what each drive can write',
      );
    }
    throw planRefusal(
      disc,
      'UNSUITABLE_MEDIUM',
      `the disc is not a CD-R or CD-RW but ${profileName(profile)}`,
      'Insert a blank CD-R',
    );
  }
}
