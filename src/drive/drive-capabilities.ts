import { getConfiguration } from '../mmc/commands/get-configuration.ts';
import {
  cdMasteringFeature,
  cdTrackAtOnceFeature,
  type FeatureDescriptor,
  findFeature,
  hasEveryFeature,
  profileListFeature,
  profilesOf,
} from '../mmc/features.ts';
import { Profile, profileName } from '../mmc/profiles.ts';
import { askUntilPlausible } from './ask.ts';
import { isRefusal } from './bad-answer.ts';
import type { Drive } from './drive.ts';

/**
 * What a drive can do, whichever disc is in it. What is not in its list of features is absent, and not false, where the list
 * was cut off on the way.
 */
export interface DriveCapabilities {
  /** Kinds of disc that it supports, by name. */
  readonly profiles: readonly string[];
  readonly writesCdR?: boolean;
  readonly writesCdRw?: boolean;
  readonly trackAtOnce?: boolean;
  /** Absent, like the next three, also if the drive lists the feature without what is in it. */
  readonly sessionAtOnce?: boolean;
  /** Whether it writes whole discs with sub-channels from the host. */
  readonly raw?: boolean;
  readonly testWrite?: boolean;
  readonly bufferUnderrunFree?: boolean;
}

/** The largest reply that drives and USB bridges handle well; real feature lists stay below 500 bytes. */
const CONFIGURATION_BYTES = 4_096;

/**
 * Every feature that the drive lists; the list is asked for again if it was cut off. Undefined for drives older than MMC-2,
 * which do not know GET CONFIGURATION.
 * @returns `whole`: whether all of it has arrived
 * @throws ReplyError, SenseError, StatusError, TransportError
 */
export async function readFeatureList(
  drive: Drive,
): Promise<{ readonly entries: readonly FeatureDescriptor[]; readonly whole: boolean } | undefined> {
  const allocationLength = Math.min(CONFIGURATION_BYTES, drive.transport.maxTransferBytes);
  try {
    const reply = await askUntilPlausible(drive, getConfiguration({ allocationLength }), hasEveryFeature);
    return { entries: reply.entries, whole: hasEveryFeature(reply) };
  } catch (error) {
    if (isRefusal(error)) return undefined;
    throw error;
  }
}

/**
 * Reads the profile list and the writing features with GET CONFIGURATION. Undefined for drives older than MMC-2, which
 * do not know the command.
 */
export async function readCapabilities(drive: Drive): Promise<DriveCapabilities | undefined> {
  const list = await readFeatureList(drive);
  if (list === undefined) return undefined;
  const { entries, whole } = list;
  const profiles = profilesOf(entries).map((each) => each.profile);
  const lists = (feature: { readonly code: number }) => entries.some(({ code }) => code === feature.code);
  const known = (feature: { readonly code: number }) => whole || lists(feature);
  const trackAtOnce = findFeature(entries, cdTrackAtOnceFeature);
  const mastering = findFeature(entries, cdMasteringFeature);
  return {
    profiles: profiles.map(profileName),
    ...(known(profileListFeature)
      ? { writesCdR: profiles.includes(Profile.CdR), writesCdRw: profiles.includes(Profile.CdRw) }
      : {}),
    ...(known(cdTrackAtOnceFeature) ? { trackAtOnce: lists(cdTrackAtOnceFeature) } : {}),
    ...(mastering === undefined && (lists(cdMasteringFeature) || !whole)
      ? {}
      : { sessionAtOnce: mastering?.sessionAtOnce ?? false, raw: mastering?.raw ?? false }),
    ...(trackAtOnce === undefined && (lists(cdTrackAtOnceFeature) || !whole)
      ? {}
      : {
          testWrite: trackAtOnce?.testWrite ?? false,
          bufferUnderrunFree: trackAtOnce?.bufferUnderrunFree ?? false,
        }),
  };
}
