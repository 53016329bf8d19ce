import { allLate, bit, bytes, entriesOf, i32, list, struct, u8, u16, u32 } from '../../codec/index.ts';
import { defineFeature } from './define-feature.ts';

/** The DVD Read feature (MMC-6 5.3.9). */
export const dvdReadFeature = defineFeature({
  code: 0x001f,
  name: 'DVD Read',
  clause: 'MMC-6 5.3.9',
  layout: struct(4, allLate({ multi110: bit(0, 0), dualLayerRw: bit(2, 1), dualLayerR: bit(2, 0) }), {
    minimumBytes: 0,
  }),
});

/** The Random Writable feature (MMC-6 5.3.10). */
export const randomWritableFeature = defineFeature({
  code: 0x0020,
  name: 'Random Writable',
  clause: 'MMC-6 5.3.10',
  layout: struct(12, {
    lastLba: i32(0),
    blockBytes: u32(4, 'bytes'),
    blocking: u16(8, 'blocks'),
    errorRecoveryPage: bit(10, 0),
  }),
});

/** The Formattable feature (MMC-6 5.3.13). */
export const formattableFeature = defineFeature({
  code: 0x0023,
  name: 'Formattable',
  clause: 'MMC-6 5.3.13',
  layout: struct(
    8,
    allLate({
      bdReWithoutSpare: bit(0, 3), // RENoSA
      expansion: bit(0, 2),
      quickCertification: bit(0, 1), // QCert
      certification: bit(0, 0),
      formatCodeFrf: bit(1, 7),
      bdRRandomRecording: bit(4, 0), // RRM
    }),
    { minimumBytes: 0 },
  ),
});

/** The Hardware Defect Management feature (MMC-6 5.3.14). */
export const hardwareDefectManagementFeature = defineFeature({
  code: 0x0024,
  name: 'Hardware Defect Management',
  clause: 'MMC-6 5.3.14',
  layout: struct(4, allLate({ spareAreaInformation: bit(0, 7) }), { minimumBytes: 0 }), // SSA
});

/** The Write Once feature (MMC-6 5.3.15). */
export const writeOnceFeature = defineFeature({
  code: 0x0025,
  name: 'Write Once',
  clause: 'MMC-6 5.3.15',
  layout: struct(8, { blockBytes: u32(0, 'bytes'), blocking: u16(4, 'blocks'), errorRecoveryPage: bit(6, 0) }),
});

/** The Mount Rainier (MRW) feature (MMC-6 5.3.18). */
export const mrwFeature = defineFeature({
  code: 0x0028,
  name: 'Mount Rainier (MRW)',
  clause: 'MMC-6 5.3.18',
  layout: struct(4, allLate({ dvdPlusWrite: bit(0, 2), dvdPlusRead: bit(0, 1), cdWrite: bit(0, 0) }), {
    minimumBytes: 0,
  }),
});

/** The Enhanced Defect Reporting feature (MMC-6 5.3.19). */
export const enhancedDefectReportingFeature = defineFeature({
  code: 0x0029,
  name: 'Enhanced Defect Reporting',
  clause: 'MMC-6 5.3.19',
  layout: struct(4, { drtDm: bit(0, 0), dbiCacheZones: u8(1), dbiCacheBlocks: u16(2, 'blocks') }),
});

const plusLayout = struct(4, allLate({ write: bit(0, 0), quickStart: bit(1, 1), closeOnly: bit(1, 0) }), {
  minimumBytes: 0,
});

/** The DVD+RW feature (MMC-6 5.3.20). */
export const dvdPlusRwFeature = defineFeature({
  code: 0x002a,
  name: 'DVD+RW',
  clause: 'MMC-6 5.3.20',
  layout: plusLayout,
});

/** The DVD+R feature (MMC-6 5.3.21). */
export const dvdPlusRFeature = defineFeature({
  code: 0x002b,
  name: 'DVD+R',
  clause: 'MMC-6 5.3.21',
  layout: struct(4, allLate({ write: bit(0, 0) }), { minimumBytes: 0 }),
});

/** DVD-RW restricted overwrite, and which formats the drive has for it (MMC-6 5.3.22). */
export const rigidRestrictedOverwriteFeature = defineFeature({
  code: 0x002c,
  name: 'Rigid Restricted Overwrite',
  clause: 'MMC-6 5.3.22',
  layout: struct(
    4,
    allLate({
      defectStatusGenerate: bit(0, 3),
      defectStatusRead: bit(0, 2),
      intermediate: bit(0, 1),
      blank: bit(0, 0),
    }), // DSDG, DSDR
    { minimumBytes: 0 },
  ),
});

/** The DVD-R/-RW Write feature (MMC-6 5.3.25). */
export const dvdRWriteFeature = defineFeature({
  code: 0x002f,
  name: 'DVD-R/-RW Write',
  clause: 'MMC-6 5.3.25',
  layout: struct(4, {
    bufferUnderrunFree: bit(0, 6),
    dualLayerR: bit(0, 3),
    testWrite: bit(0, 2),
    dvdRw: bit(0, 1),
    dualLayerRw: bit(0, 0),
  }),
});

const linkSize = struct(1, { blocks: u8(0, 'blocks') });

/** The Layer Jump Recording feature (MMC-6 5.3.26). */
export const layerJumpFeature = defineFeature({
  code: 0x0033,
  name: 'Layer Jump Recording',
  clause: 'MMC-6 5.3.26',
  layout: list({
    header: struct(4, { linkSizes: u8(3) }),
    lengthField: 'linkSizes',
    uncountedBytes: 4,
    entry: linkSize,
  }),
});

/** The DVD+RW Dual Layer feature (MMC-6 5.3). */
export const dvdPlusRwDualLayerFeature = defineFeature({
  code: 0x003a,
  name: 'DVD+RW Dual Layer',
  clause: 'MMC-6 5.3',
  layout: plusLayout,
});

/** The DVD+R Dual Layer feature (MMC-6 5.3). */
export const dvdPlusRDualLayerFeature = defineFeature({
  code: 0x003b,
  name: 'DVD+R Dual Layer',
  clause: 'MMC-6 5.3',
  layout: struct(4, allLate({ write: bit(0, 0) }), { minimumBytes: 0 }),
});

/** The DVD-CSS feature (MMC-6 5.3). */
export const dvdCssFeature = defineFeature({
  code: 0x0106,
  name: 'DVD-CSS',
  clause: 'MMC-6 5.3',
  layout: struct(4, { cssVersion: u8(3) }),
});

/** Kinds of BD, a bit for each version of the class (MMC-6 5.3.33). */
const bdRewritableAndRecordable = {
  bdReClass0: u16(4),
  bdReClass1: u16(6),
  bdReClass2: u16(8),
  bdReClass3: u16(10),
  bdRClass0: u16(12),
  bdRClass1: u16(14),
  bdRClass2: u16(16),
  bdRClass3: u16(18),
};

/** The BD Read feature (MMC-6 5.3.33). */
export const bdReadFeature = defineFeature({
  code: 0x0040,
  name: 'BD Read',
  clause: 'MMC-6 5.3.33',
  layout: struct(
    28,
    allLate({
      ...bdRewritableAndRecordable,
      bdRomClass0: u16(20),
      bdRomClass1: u16(22),
      bdRomClass2: u16(24),
      bdRomClass3: u16(26),
    }),
    { minimumBytes: 0 },
  ),
});

/** The BD Write feature (MMC-6 5.3.34). */
export const bdWriteFeature = defineFeature({
  code: 0x0041,
  name: 'BD Write',
  clause: 'MMC-6 5.3.34',
  layout: struct(20, allLate({ verifyNotRequired: bit(0, 0), ...bdRewritableAndRecordable }), { minimumBytes: 0 }), // SVNR
});

/** Disc Control Blocks that the drive reads and writes, by their content descriptors (MMC-6 5.3). */
export const discControlBlocksFeature = defineFeature({
  code: 0x010a,
  name: 'Disc Control Blocks (DCBs)',
  clause: 'MMC-6 5.3',
  layout: entriesOf(struct(4, { contentDescriptor: bytes(0, 4) })), // ASCII: FDC, SDC, TOC
});
