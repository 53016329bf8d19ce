import { isRefusal } from '../../drive/bad-answer.ts';
import { suitableProfile } from '../../drive/current-profile.ts';
import { type DiscState, readDiscState } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import { readCapabilities } from '../../drive/drive-capabilities.ts';
import { Profile, profileName } from '../../mmc/profiles.ts';
import { BurnError } from '../engine/burn-error.ts';
import type { BurnErrorCode } from '../engine/burn-error-code.ts';

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
  const refuse = refusing(disc);
  const another = disc.erasable ? 'erase it with `discwright blank`' : 'use a blank one';
  const open = disc.tracks.find((track) => track.open);
  if (open !== undefined) {
    throw refuse(
      'DISC_UNFINISHED',
      `track ${open.number} was interrupted by an earlier failure and is unfinished`,
      `Finish the disc with \`discwright close\`, or ${another}`,
    );
  }
  if (disc.status === 'complete' && disc.tracks.length === 0) {
    throw refuse(
      'DISC_COMPLETE',
      'the drive calls the disc complete, but finds no track on it: it has not read the disc properly',
      'Take the disc out, insert it again and try again; if that does not help, clean the disc or use another one',
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
}

const refusing = (disc: DiscState) => (code: BurnErrorCode, reason: string, remedy: string) =>
  new BurnError({ phase: 'planning', code, reason, remedy, disc });

/** Refuses anything but a CD-R or CD-RW in a drive that writes CDs. */
async function requireSuitable(drive: Drive, disc: DiscState): Promise<void> {
  const refuse = refusing(disc);
  const profile = await suitableProfile(drive, (each) => CD_PROFILES.includes(each));
  if (profile !== undefined && !CD_PROFILES.includes(profile)) {
    const capabilities = await readCapabilities(drive);
    if (capabilities?.writesCdR === false && capabilities.writesCdRw === false) {
      throw refuse(
        'UNSUITABLE_DRIVE',
        'this drive does not write CDs',
        'Use a CD recorder: `discwright drives` lists what each drive can write',
      );
    }
    throw refuse(
      'UNSUITABLE_MEDIUM',
      `the disc is not a CD-R or CD-RW but ${profileName(profile)}`,
      'Insert a blank CD-R',
    );
  }
}
