import { type DiscState, readDiscState } from '../../../drive/disc-state.ts';
import type { Drive } from '../../../drive/drive.ts';
import { readCapabilities } from '../../../drive/drive-capabilities.ts';
import { getConfiguration, RequestedFeatures } from '../../../mmc/commands/get-configuration.ts';
import { profileName } from '../../../mmc/profiles.ts';
import { SenseKey } from '../../../scsi/sense.ts';
import { SenseError } from '../../../scsi/sense-error.ts';
import { BurnError } from '../../engine/burn-error.ts';

const CD_R = 0x0009;
const CD_RW = 0x000a;

/**
 * The profile of the medium that is in the drive: 0009h CD-R, 000Ah CD-RW, 0 none (MMC-5 table 92). Undefined for drives
 * from before GET CONFIGURATION, which know CDs only.
 */
export async function currentProfile(drive: Drive): Promise<number | undefined> {
  const command = getConfiguration({ requested: RequestedFeatures.Current, allocationLength: 8 });
  try {
    return (await drive.execute(command)).currentProfile;
  } catch (error) {
    if (error instanceof SenseError && error.sense.key === SenseKey.IllegalRequest) return undefined;
    throw error;
  }
}

/**
 * Checks that audio tracks can be added to the disc that is in the drive: a CD-R or CD-RW, blank or with an open session,
 * without an unfinished track.
 * @throws BurnError of phase `planning`; SenseError 2/3A/xx without a disc
 */
export async function checkMedium(drive: Drive): Promise<DiscState> {
  const disc = await readDiscState(drive);
  const refuse = (reason: string, remedy: string) => new BurnError({ phase: 'planning', reason, remedy, disc });
  const profile = await currentProfile(drive);
  if (profile !== undefined && profile !== CD_R && profile !== CD_RW) {
    const capabilities = await readCapabilities(drive);
    if (capabilities !== undefined && !capabilities.writesCdR && !capabilities.writesCdRw) {
      throw refuse(
        'this drive writes no CDs',
        'Use a CD recorder: `discwright drives` tells what each drive can write',
      );
    }
    throw refuse(`the disc is not a CD-R or CD-RW but ${profileName(profile)}`, 'Put in a blank CD-R');
  }
  const another = disc.erasable ? 'erase it with `discwright blank`' : 'take a blank one';
  const open = disc.tracks.find((track) => track.open);
  if (open !== undefined) {
    throw refuse(
      `track ${open.number} was broken off by an earlier burn and is unfinished`,
      `Finish the disc with \`discwright close\`, or ${another}`,
    );
  }
  if (disc.status !== 'blank' && disc.status !== 'appendable') {
    throw refuse(
      'nothing can be added to it',
      disc.erasable ? 'Erase it with `discwright blank`, or take a blank disc' : 'Take a blank disc',
    );
  }
  if (disc.lastSession === 'damaged') {
    throw refuse('its last session is damaged', `Finish the disc with \`discwright close\`, or ${another}`);
  }
  return disc;
}
