import { DecodeError, type FieldInWords } from '../codec/index.ts';
import * as basic from './features/basic.ts';
import * as cd from './features/cd.ts';
import type { AnyFeature, FeatureSpec } from './features/define-feature.ts';
import * as dvd from './features/dvd-and-bd.ts';
import { profileListFeature } from './features/profile-list.ts';

const named = (code: number, name: string, clause = 'MMC-6 5.3'): AnyFeature => ({ code, name, clause });

/** Every feature of MMC-6, in the order of their codes, and those of its predecessors that drives still list. */
export const features: readonly AnyFeature[] = [
  profileListFeature,
  basic.coreFeature,
  basic.morphingFeature,
  basic.removableMediumFeature,
  basic.writeProtectFeature,
  basic.randomReadableFeature,
  cd.multiReadFeature,
  cd.cdReadFeature,
  dvd.dvdReadFeature,
  dvd.randomWritableFeature,
  cd.incrementalStreamingFeature,
  named(0x0022, 'Sector Erasable', 'MMC-6 5.3.12'),
  dvd.formattableFeature,
  dvd.hardwareDefectManagementFeature,
  dvd.writeOnceFeature,
  named(0x0026, 'Restricted Overwrite', 'MMC-6 5.3.16'),
  cd.cdRwCavWriteFeature,
  dvd.mrwFeature,
  dvd.enhancedDefectReportingFeature,
  dvd.dvdPlusRwFeature,
  dvd.dvdPlusRFeature,
  dvd.rigidRestrictedOverwriteFeature,
  cd.cdTrackAtOnceFeature,
  cd.cdMasteringFeature,
  dvd.dvdRWriteFeature,
  named(0x0030, 'Double Density CD Read', 'MMC-3 5.3'),
  named(0x0031, 'Double Density CD-R Write', 'MMC-3 5.3'),
  named(0x0032, 'Double Density CD-RW Write', 'MMC-3 5.3'),
  dvd.layerJumpFeature,
  named(0x0034, 'Layer Jump Rigid Restricted Overwrite'),
  named(0x0035, 'Stop Long Operation'),
  cd.cdRwMediaWriteSupportFeature,
  named(0x0038, 'BD-R Pseudo-Overwrite (POW)'),
  dvd.dvdPlusRwDualLayerFeature,
  dvd.dvdPlusRDualLayerFeature,
  dvd.bdReadFeature,
  dvd.bdWriteFeature,
  named(0x0042, 'Timely Safe Recording (TSR)'),
  named(0x0050, 'HD DVD Read'),
  named(0x0051, 'HD DVD Write'),
  named(0x0052, 'HD DVD-RW Fragment Recording'),
  named(0x0080, 'Hybrid Disc'),
  basic.powerManagementFeature,
  named(0x0101, 'S.M.A.R.T.'),
  basic.embeddedChangerFeature,
  cd.cdAudioExternalPlayFeature,
  basic.microcodeUpgradeFeature,
  basic.timeoutFeature,
  dvd.dvdCssFeature,
  basic.realTimeStreamingFeature,
  basic.driveSerialNumberFeature,
  named(0x0109, 'Media Serial Number'),
  dvd.discControlBlocksFeature,
  named(0x010b, 'DVD CPRM'),
  basic.firmwareInformationFeature,
  named(0x010d, 'AACS'),
  named(0x010e, 'DVD CSS Managed Recording'),
  named(0x0110, 'VCPS'),
  named(0x0113, 'SecurDisc'),
  named(0x0142, 'OSSC'),
];

const byCode = new Map(features.map((feature) => [feature.code, feature]));

/** The declaration of a feature by its number. */
export const featureByCode = (code: number): AnyFeature | undefined => byCode.get(code);

/** The standard's name; FF00h and above are the vendors'. */
export const featureName = (code: number): string =>
  byCode.get(code)?.name ?? (code >= 0xff00 ? 'vendor-specific' : 'unknown');

/** A feature descriptor as GET CONFIGURATION lists it. */
export interface FeatureDescriptor {
  readonly code: number;
  readonly version: number;
  readonly persistent: boolean;
  /** In effect with the loaded disc. */
  readonly current: boolean;
  readonly data: Uint8Array;
}

/**
 * The values of one feature, or undefined when the drive does not list it or lists it without its data.
 * @param descriptors `entries` of a GET CONFIGURATION reply
 */
export function findFeature<V, A>(
  descriptors: readonly FeatureDescriptor[],
  feature: FeatureSpec<V, A>,
): (V & { readonly current: boolean }) | undefined {
  const found = descriptors.find(({ code }) => code === feature.code);
  if (found === undefined || feature.layout === undefined) return undefined;
  try {
    return { ...feature.layout.decode(found.data), current: found.current };
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

const HEADER_BYTES = 8;
const DESCRIPTOR_HEADER_BYTES = 4;

/**
 * Whether a reply to GET CONFIGURATION has every feature that it announces: where it was cut off, a feature that is not in it
 * is not known to be missing.
 */
export function hasEveryFeature({
  dataLength,
  entries,
}: {
  readonly dataLength: number;
  readonly entries: readonly FeatureDescriptor[];
}): boolean {
  const arrived = entries.reduce((sum, { data }) => sum + DESCRIPTOR_HEADER_BYTES + data.length, HEADER_BYTES);
  // It should be four more, since the field does not count itself: a drive that counts it has sent everything all the same.
  return arrived >= dataLength;
}

/** A descriptor's data in words, as far as this package decodes it. */
export const describeFeature = ({ code, data }: FeatureDescriptor): FieldInWords[] =>
  byCode.get(code)?.layout?.describe(data) ?? [];

/** The profiles that a drive lists, most recent first as the standard requires. */
export function profilesOf(descriptors: readonly FeatureDescriptor[]): { profile: number; current: boolean }[] {
  const found = descriptors.find(({ code }) => code === profileListFeature.code);
  return found === undefined ? [] : [...profileListFeature.layout.decode(found.data)];
}

export * from './features/basic.ts';
export * from './features/cd.ts';
export type { AnyFeature, FeatureSpec } from './features/define-feature.ts';
export * from './features/dvd-and-bd.ts';
export { profileListFeature } from './features/profile-list.ts';
