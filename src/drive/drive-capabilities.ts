import { getConfiguration } from '../mmc/commands/get-configuration.ts';
import { cdMasteringFeature, cdTrackAtOnceFeature, findFeature, profilesOf } from '../mmc/features.ts';
import { Profile, profileName } from '../mmc/profiles.ts';
import { ask } from './ask.ts';
import { isRefusal } from './bad-answer.ts';
import type { Drive } from './drive.ts';

/** What a drive can do, whichever disc is in it. */
export interface DriveCapabilities {
  /** Kinds of disc that it supports, by name. */
  readonly profiles: readonly string[];
  readonly writesCdR: boolean;
  readonly writesCdRw: boolean;
  readonly trackAtOnce: boolean;
  /** Absent, like the next two, if the drive lists the feature without what is in it. */
  readonly sessionAtOnce?: boolean;
  readonly testWrite?: boolean;
  readonly bufferUnderrunFree?: boolean;
}

/** The largest reply that drives and USB bridges handle well; real feature lists stay below 500 bytes. */
const CONFIGURATION_BYTES = 4_096;

/**
 * Reads the profile list and the writing features with GET CONFIGURATION. Undefined for drives older than MMC-2, which
 * do not know the command.
 */
export async function readCapabilities(drive: Drive): Promise<DriveCapabilities | undefined> {
  const command = getConfiguration({ allocationLength: CONFIGURATION_BYTES });
  const reply = await ask(drive, command).catch((error: unknown) => {
    if (isRefusal(error)) return undefined;
    throw error;
  });
  if (reply === undefined) return undefined;
  const profiles = profilesOf(reply.entries).map((each) => each.profile);
  const lists = (feature: { readonly code: number }) => reply.entries.some(({ code }) => code === feature.code);
  const trackAtOnce = findFeature(reply.entries, cdTrackAtOnceFeature);
  const mastering = findFeature(reply.entries, cdMasteringFeature);
  return {
    profiles: profiles.map(profileName),
    writesCdR: profiles.includes(Profile.CdR),
    writesCdRw: profiles.includes(Profile.CdRw),
    trackAtOnce: lists(cdTrackAtOnceFeature),
    ...(mastering === undefined && lists(cdMasteringFeature)
      ? {}
      : { sessionAtOnce: mastering?.sessionAtOnce ?? false }),
    ...(trackAtOnce === undefined && lists(cdTrackAtOnceFeature)
      ? {}
      : {
          testWrite: trackAtOnce?.testWrite ?? false,
          bufferUnderrunFree: trackAtOnce?.bufferUnderrunFree ?? false,
        }),
  };
}
