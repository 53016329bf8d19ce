import { USER_DATA_BYTES } from '../../cd/geometry.ts';
import { bitSet } from '../../codec/index.ts';
import * as mmc from '../../mmc/features.ts';
import { PhysicalInterface } from '../../mmc/features.ts';
import { LoadingMechanism } from '../../mmc/mode-pages/capabilities.ts';
import { Profile } from '../../mmc/profiles.ts';
import { MAX_CUE_SHEET_BYTES } from '../handlers/send-cue-sheet.ts';
import { trackAtOnce } from '../write-types/track-at-once.ts';
import type { DriveModel } from './drive-model.ts';
import { listed } from './listed-feature.ts';

/** Most capable first (MMC-6 5.3.1). */
const PROFILES: readonly number[] = [Profile.CdRw, Profile.CdR, Profile.CdRom];

/** A bit for each sub-type: 0 is 1x to 4x, 1 is high speed. */
const CD_RW_SUB_TYPES = 0b11;

const always = { persistent: true, current: true } as const;

export const cdRecorderFeatures: DriveModel['features'] = ({ loadedDisc: disc, identity }) => {
  const profile = disc?.profile ?? Profile.None;
  const loaded = disc !== undefined;
  const readable = loaded && !disc.blank;
  const writable = loaded && !disc.complete;
  return [
    listed(
      mmc.profileListFeature,
      always,
      PROFILES.map((each) => ({ profile: each, current: each === profile })),
    ),
    listed(
      mmc.coreFeature,
      { ...always, version: 2 },
      { physicalInterface: PhysicalInterface.SerialAtapi, inquiry2: true },
    ),
    listed(mmc.morphingFeature, { ...always, version: 1 }, {}),
    listed(
      mmc.removableMediumFeature,
      { ...always, version: 1 },
      { loadingMechanism: LoadingMechanism.Tray, load: true, eject: true, lock: true },
    ),
    listed(
      mmc.randomReadableFeature,
      { current: readable },
      { blockBytes: USER_DATA_BYTES, blocking: 1, errorRecoveryPage: true },
    ),
    listed(mmc.cdReadFeature, { version: 2, current: readable }, { c2Flags: true, cdText: true }),
    listed(
      mmc.cdTrackAtOnceFeature,
      { version: 2, current: writable },
      { bufferUnderrunFree: true, testWrite: true, cdRw: true, dataBlockTypes: bitSet(trackAtOnce.dataBlockTypes) },
    ),
    listed(
      mmc.cdMasteringFeature,
      { version: 2, current: writable },
      { ...MASTERING, bufferUnderrunFree: true, testWrite: true, cdRw: true, maxCueSheetBytes: MAX_CUE_SHEET_BYTES },
    ),
    listed(
      mmc.cdRwMediaWriteSupportFeature,
      { version: 1, current: loaded && disc.medium.erasable },
      { subTypes: CD_RW_SUB_TYPES },
    ),
    { code: mmc.powerManagementFeature.code, version: 0, ...always, data: new Uint8Array() },
    listed(
      mmc.realTimeStreamingFeature,
      { version: 4, current: loaded },
      {
        readBufferCapacityInBlocks: true,
        setCdSpeed: true,
        modePage2a: true,
        writeSpeedDescriptors: true,
        streamWriting: true,
      },
    ),
    listed(mmc.driveSerialNumberFeature, always, { serialNumber: identity.serialNumber }),
  ];
};

/** Whole sessions: laid out by a cue sheet, or raw with the host's own sub-channels. */
const MASTERING = { sessionAtOnce: true, raw: true, subChannel: true } as const;
