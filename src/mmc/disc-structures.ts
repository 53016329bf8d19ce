import {
  bit,
  bits,
  bytes,
  choice,
  inHex,
  late,
  list,
  named,
  optional,
  struct,
  text,
  u8,
  u16,
  u24,
  u32,
} from '../codec/index.ts';

/** Kinds of disc whose structures are read (MMC-6 6.22). */
export const StructureMedia = { Dvd: 0, Bd: 1 } as const;
/** A value of the constant of the same name. */
export type StructureMedia = (typeof StructureMedia)[keyof typeof StructureMedia];

/** Structures by number (MMC-6 6.22.3). Those of 80h and above are the same for DVD and BD. */
export const DiscStructureFormat = {
  /** Of the lead-in, or of what stands for it until there is one. */
  DvdPhysical: 0x00,
  BdDiscInformation: 0x00,
  DvdCopyright: 0x01,
  BurstCuttingArea: 0x03,
  DvdManufacturing: 0x04,
  DvdCopyrightManagement: 0x05,
  /** Disc Definition Structure of DVD-RAM and BD. */
  DiscDefinition: 0x08,
  MediumStatus: 0x09,
  SpareArea: 0x0a,
  DvdRamRecordingType: 0x0b,
  /** DVD-R, DVD-RW: the recording management data that the last border-out repeats. */
  DvdRecordingManagement: 0x0c,
  /** DVD-R, DVD-RW: that of the recording management area itself. */
  DvdRecordingManagementArea: 0x0d,
  /** DVD-R, DVD-RW: what is in the disc's lead-in before it is written. */
  DvdPreRecorded: 0x0e,
  DvdUniqueId: 0x0f,
  /** DVD-R, DVD-RW: as `DvdPhysical`, of the lead-in as it was written. */
  DvdRecordedPhysical: 0x10,
  /** DVD+R, DVD+RW: in the groove. */
  Adip: 0x11,
  /** BD: the defect list, as it is on the disc. HD DVD: its copyright protection. */
  BdDefectList: 0x12,
  HdDvdCopyrightData: 0x15,
  HdDvdMediumStatus: 0x19,
  HdDvdRecordingManagement: 0x1a,
  DvdLayerBoundary: 0x20,
  DvdShiftedMiddleArea: 0x21,
  DvdJumpInterval: 0x22,
  DvdManualLayerJump: 0x23,
  DvdRemappingAnchor: 0x24,
  /** DVD+R, DVD+RW; of BD the blocks of Physical Access Control. */
  DiscControlBlock: 0x30,
  WriteProtection: 0xc0,
  List: 0xff,
} as const;
/** A value of the constant of the same name. */
export type DiscStructureFormat = (typeof DiscStructureFormat)[keyof typeof DiscStructureFormat];

/** Book types of DVD, the first nibble of its physical format (MMC-6 6.22.3.2.1). */
export const BookType = {
  DvdRom: 0x0,
  DvdRam: 0x1,
  DvdR: 0x2,
  DvdRw: 0x3,
  DvdPlusRw: 0x9,
  DvdPlusR: 0xa,
  DvdPlusRwDualLayer: 0xd,
  DvdPlusRDualLayer: 0xe,
} as const;
/** A value of the constant of the same name. */
export type BookType = (typeof BookType)[keyof typeof BookType];

const HEADER_BYTES = 4;
const header = { dataLength: u16(0, 'bytes') };

/** The first 17 bytes of the physical format of any DVD. Addresses are physical sector numbers; LBA 0 is 30000h. */
const layerFields = {
  ...header,
  bookType: choice(4, [7, 4], BookType),
  partVersion: bits(4, [3, 0]),
  discSize: bits(5, [7, 4]), // 0 is 120 mm, 1 is 80 mm
  maximumRate: bits(5, [3, 0]), // 0 is 2.52 Mbps, 1 5.04, 2 10.08, 3 20.16, 4 30.24, Fh not specified
  layers: bits(6, [6, 5]), // less one
  oppositeTrackPath: bit(6, 4),
  layerType: bits(6, [3, 0]), // bit 0 embossed, 1 recordable, 2 rewritable
  linearDensity: bits(7, [7, 4]),
  trackDensity: bits(7, [3, 0]),
  firstSector: inHex(u24(9), 6),
  lastSector: inHex(u24(13), 6),
  lastSectorOfLayer0: inHex(u24(17), 6),
  burstCuttingArea: bit(20, 7),
};
const LAYER_BYTES = 17;
const PHYSICAL_BYTES = 2048;

/** Format 00h and 10h of DVD: the physical format (MMC-6 6.22.3.2.1). What follows its first 17 bytes depends on the book. */
export const dvdPhysicalFormat = struct(
  HEADER_BYTES + PHYSICAL_BYTES,
  { ...layerFields, mediaSpecific: late(bytes(HEADER_BYTES + LAYER_BYTES, PHYSICAL_BYTES - LAYER_BYTES)) },
  { minimumBytes: HEADER_BYTES + LAYER_BYTES },
);

/** Format 11h: physical format of the ADIP of a DVD+R or DVD+RW, with who made the disc (ECMA-349 14.4.1, ECMA-337). */
export const adipInformation = struct(
  HEADER_BYTES + 256,
  {
    ...layerFields,
    manufacturer: late(text(23, 8)),
    mediaType: late(text(31, 3)),
    productRevision: late(u8(34)),
    bytesInUse: late(u8(35, 'bytes')),
    rest: late(bytes(36, 224)),
  },
  { minimumBytes: HEADER_BYTES + LAYER_BYTES },
);

/** Format 0Eh: the pre-recorded lead-in of a DVD-R or DVD-RW, in fields of eight bytes (MMC-6 6.22.3.2.14). */
export const preRecordedInformation = struct(
  HEADER_BYTES + 40,
  {
    ...header,
    field1: optional(u8(4), 1),
    applicationCode: inHex(u8(5)),
    discPhysicalCode: inHex(u8(6)),
    lastSector: inHex(u24(7), 6), // of the data recordable area
    partVersion: inHex(u8(10)),
    field2: optional(u8(12), 2),
    opcSuggestion: inHex(u8(13)),
    waveLength: inHex(u8(14)),
    writeStrategy: bytes(15, 4),
    field3: optional(u8(20), 3),
    manufacturer: text(21, 6),
    field4: optional(u8(28), 4),
    manufacturerContinued: text(29, 6),
    field5: late(u8(36)),
    writeStrategyContinued: late(bytes(37, 6)),
  },
  { minimumBytes: 36 },
);

/** Format 09h: whether the disc is, or was, in a cartridge, and is write protected (MMC-6 6.22.3.2.10). */
export const mediumStatus = struct(8, {
  ...header,
  cartridge: bit(4, 7),
  taken: bit(4, 6), // OUT
  writeInhibited: bit(4, 3), // MSWI
  cartridgeProtected: bit(4, 2), // CWP
  persistentProtected: bit(4, 1), // PWP
  discType: inHex(u8(5)), // of DVD-RAM: 10h may be written without its cartridge
  writeInhibitReason: inHex(u8(7)), // of DVD-RAM: 01h taken out of its cartridge, FFh not specified
});

/** Format 0Ah of DVD-RAM (MMC-6 6.22.3.2.11). */
export const dvdRamSpareArea = struct(16, {
  ...header,
  unusedPrimary: u32(4, 'blocks'),
  unusedSupplementary: u32(8, 'blocks'),
  allocatedSupplementary: u32(12, 'blocks'),
});

/** Format 0Ah of BD (MMC-6 6.22.3.3.4). */
export const bdSpareArea = struct(16, { ...header, unused: u32(8, 'blocks'), allocated: u32(12, 'blocks') });

/** Formats 20h to 24h of discs with two layers (MMC-6 6.22.3.2.17 to .21): a block, or a number of blocks. */
export const layerValue = struct(12, {
  ...header,
  fixed: bit(4, 7), // of 20h and 21h: it cannot be changed any more
  value: u32(8, 'blocks'),
});

/** Format C0h (MMC-6 6.22.3.4.2). */
export const writeProtection = struct(8, {
  ...header,
  writeInhibited: bit(4, 3), // MSWI
  cartridge: bit(4, 2), // CWP
  persistent: bit(4, 1), // PWP
  software: bit(4, 0), // SWPP
});

/** Format 00h of BD: one Disc Information unit, that of layer 0 (MMC-6 6.22.3.3.1, BD white papers). Others follow it in its block. */
export const bdDiscInformation = struct(HEADER_BYTES + 112, {
  ...header,
  identifier: text(4, 2), // DI
  format: u8(6),
  units: u8(7),
  legacy: u8(8),
  sequence: u8(9),
  bytesInUse: u8(10, 'bytes'),
  discType: text(12, 3), // BDO, BDW, BDR
  sizeClassAndVersion: inHex(u8(15)),
  layersAndType: inHex(u8(16)), // layers in the high nibble
  dependent: bytes(17, 87),
  manufacturer: text(104, 6),
  mediaType: text(110, 3),
  timeStamp: u16(113),
  productRevision: u8(115),
});

const structure = named(u8(0), DiscStructureFormat, 'other');

/** Format FFh: which structures the drive reads and writes of this disc (MMC-6 6.22.3.4.3). */
export const structureList = list({
  header: struct(HEADER_BYTES, header),
  lengthField: 'dataLength',
  uncountedBytes: 2,
  entry: struct(4, {
    format: inHex(structure),
    sendable: bit(1, 7),
    readable: bit(1, 6),
    lengthBytes: u16(2, 'bytes'),
  }),
});
