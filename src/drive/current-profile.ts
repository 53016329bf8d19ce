import { getConfiguration, RequestedFeatures } from '../mmc/commands/get-configuration.ts';
import { ask } from './ask.ts';
import { isRefusal } from './bad-answer.ts';
import type { Drive } from './drive.ts';
import { requireDrive } from './require-drive.ts';

/** The feature header without features. */
const HEADER_BYTES = 8;

/**
 * The profile of the medium in the drive: 0009h CD-R, 000Ah CD-RW, 0 none (MMC-5 table 92). Undefined for drives older
 * than GET CONFIGURATION, which know only CDs.
 * @throws SenseError, TransportError
 */
export async function currentProfile(drive: Drive): Promise<number | undefined> {
  requireDrive('currentProfile()', drive);
  const command = getConfiguration({ requested: RequestedFeatures.Current, allocationLength: HEADER_BYTES });
  try {
    const { currentProfile: profile } = await ask(drive, command);
    known.set(drive, { profile, generation: drive.mediumGeneration });
    return profile;
  } catch (error) {
    if (isRefusal(error)) return undefined;
    throw error;
  }
}

/** What each drive has said of the disc that is in it. */
const known = new WeakMap<Drive, { readonly profile: number; readonly generation: number }>();

/** The profile, if the drive was asked for it since the disc may last have changed; sends nothing. */
export function knownProfile(drive: Drive): number | undefined {
  const found = known.get(drive);
  return found?.generation === drive.mediumGeneration ? found.profile : undefined;
}

/** Forgets it: a format changes it. */
export const forgetProfile = (drive: Drive): boolean => known.delete(drive);

/**
 * The same, asked for a second time if the first answer is one that the caller would refuse.
 * @param suits whether the caller accepts the profile
 */
export async function suitableProfile(drive: Drive, suits: (profile: number) => boolean): Promise<number | undefined> {
  const profile = await currentProfile(drive);
  return profile === undefined || suits(profile) ? profile : await currentProfile(drive);
}
