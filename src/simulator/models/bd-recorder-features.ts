import { USER_DATA_BYTES } from '../../cd/geometry.ts';
import { bitSet } from '../../codec/index.ts';
import * as mmc from '../../mmc/features.ts';
import { DataBlockType } from '../../mmc/mode-pages/write-parameters.ts';
import { Profile } from '../../mmc/profiles.ts';
import { BlockDisc } from '../media/block-disc/block-disc.ts';
import { MediaFamilyName } from '../media/block-disc/block-media.ts';
import { cdRecorderFeatures } from './cd-recorder-features.ts';
import type { DriveModel } from './drive-model.ts';
import { listed } from './listed-feature.ts';

/** Most capable first (MMC-6 5.3.1), as BD recorders list them. */
const PROFILES: readonly number[] = [
  Profile.BdRe,
  Profile.BdRRandom,
  Profile.BdRSequential,
  Profile.BdRom,
  Profile.DvdPlusRDualLayer,
  Profile.DvdPlusR,
  Profile.DvdPlusRw,
  Profile.DvdRDualLayerJump,
  Profile.DvdRDualLayerSequential,
  Profile.DvdRwSequential,
  Profile.DvdRwRestrictedOverwrite,
  Profile.DvdRam,
  Profile.DvdRSequential,
  Profile.DvdRom,
  Profile.CdRw,
  Profile.CdR,
  Profile.CdRom,
  Profile.RemovableDisk,
];

/** A bit for each version of a class of BD: version 1 and 2 discs of each. */
const BD_CLASSES = { bdReClass0: 0, bdReClass1: 0b110, bdReClass2: 0, bdRClass0: 0b110, bdRClass1: 0b110 } as const;

/** Feature 0038h has no data, and no declaration of its own. */
const POW_FEATURE = 0x0038;
const NO_DATA = new Uint8Array();

/** Link sizes of incremental recording: one ECC block. */
const LINK_BLOCKS = 16;
/** Data types that can be written incrementally: Mode 1 (MMC-6 5.3.11). */
const MODE_1 = bitSet([DataBlockType.Mode1]);

/** What a BD recorder can do with the disc that is in it (MMC-6 5.4: the features of each profile). */
export const bdRecorderFeatures: DriveModel['features'] = (drive) => {
  const { loadedDisc } = drive;
  const disc = loadedDisc instanceof BlockDisc ? loadedDisc : undefined;
  const withoutBlocks = disc === undefined ? loadedDisc : undefined;
  const profile = loadedDisc?.profile ?? Profile.None;
  const ofCd = cdRecorderFeatures({ identity: drive.identity, loadedDisc: withoutBlocks });
  const is = (...families: readonly MediaFamilyName[]): boolean =>
    disc !== undefined && families.includes(disc.medium.family);
  const { DvdR, DvdRw, DvdRam, DvdPlusR, DvdPlusRw, BdR, BdRe } = MediaFamilyName;
  const structure = disc?.structure;
  const sequential = structure?.layout === 'sequential' ? structure : undefined;
  const formatted = structure?.layout === 'formatted' ? structure : undefined;
  const appendable = sequential !== undefined && !sequential.complete;
  const dualLayer = disc?.medium.layers === 2;
  const random = is(BdR) && formatted !== undefined && formatted.complete !== true;
  const overwrites = formatted !== undefined && is(DvdRam, DvdPlusRw, BdRe);
  const lastLba = (disc?.capacityBlocks ?? 1) - 1;
  const blockDisc = [
    listed(
      mmc.profileListFeature,
      always,
      PROFILES.map((each) => ({ profile: each, current: each === profile })),
    ),
    listed(
      mmc.randomReadableFeature,
      { current: loadedDisc !== undefined && !loadedDisc.blank },
      { blockBytes: USER_DATA_BYTES, blocking: disc?.eccBlocks ?? 1, errorRecoveryPage: true },
    ),
    listed(
      mmc.dvdReadFeature,
      { version: 1, current: disc !== undefined && !disc.isBd },
      { multi110: true, dualLayerRw: false, dualLayerR: true },
    ),
    listed(
      mmc.randomWritableFeature,
      { version: 1, current: overwrites },
      { lastLba, blockBytes: USER_DATA_BYTES, blocking: is(BdRe) ? 32 : 16, errorRecoveryPage: true },
    ),
    listed(
      mmc.incrementalStreamingFeature,
      {
        version: 3,
        current: appendable && (is(DvdPlusR, BdR) || (is(DvdR, DvdRw) && !sequential.minimallyBlanked)),
      },
      {
        dataBlockTypes: MODE_1,
        trackResources: is(BdR),
        addressReservation: is(DvdR, DvdRw, BdR),
        bufferUnderrunFree: true,
        linkSizes: [LINK_BLOCKS],
      },
    ),
    listed(
      mmc.formattableFeature,
      { version: 1, current: is(DvdRw, DvdRam, DvdPlusRw, BdRe) || (is(BdR) && appendable) },
      { bdReWithoutSpare: true, certification: true, bdRRandomRecording: true },
    ),
    listed(
      mmc.hardwareDefectManagementFeature,
      { version: 1, current: (formatted?.spareBlocks ?? sequential?.format?.spareBlocks ?? 0) > 0 },
      { spareAreaInformation: true },
    ),
    listed(
      mmc.writeOnceFeature,
      { current: (is(BdR) && appendable) || random },
      { blockBytes: USER_DATA_BYTES, blocking: 32, errorRecoveryPage: true },
    ),
    listed(mmc.dvdPlusRwFeature, { current: is(DvdPlusRw) }, { write: true, quickStart: true, closeOnly: false }),
    listed(mmc.dvdPlusRFeature, { current: is(DvdPlusR) && !dualLayer }, { write: true }),
    listed(
      mmc.rigidRestrictedOverwriteFeature,
      { current: is(DvdRw) && formatted !== undefined },
      { intermediate: true, blank: true },
    ),
    listed(
      mmc.dvdRWriteFeature,
      { version: 2, current: is(DvdR, DvdRw) && appendable },
      { bufferUnderrunFree: true, dualLayerR: true, testWrite: true, dvdRw: true, dualLayerRw: false },
    ),
    {
      code: POW_FEATURE,
      version: 0,
      persistent: false,
      current: sequential?.format?.pseudoOverwrite === true,
      data: NO_DATA,
    },
    listed(mmc.dvdPlusRDualLayerFeature, { current: is(DvdPlusR) && dualLayer }, { write: true }),
    listed(mmc.bdReadFeature, { current: disc?.isBd === true }, BD_CLASSES),
    listed(
      mmc.bdWriteFeature,
      { current: (is(BdR) && appendable) || random || is(BdRe) },
      { verifyNotRequired: true, ...BD_CLASSES },
    ),
    listed(
      mmc.realTimeStreamingFeature,
      { version: 4, current: loadedDisc !== undefined },
      {
        readBufferCapacityInBlocks: true,
        setCdSpeed: true,
        modePage2a: true,
        writeSpeedDescriptors: true,
        streamWriting: true,
      },
    ),
  ];
  const codes = new Set(blockDisc.map(({ code }) => code));
  return [...ofCd.filter(({ code }) => !codes.has(code)), ...blockDisc].toSorted(
    (left, right) => left.code - right.code,
  );
};

const always = { persistent: true, current: true } as const;
