import { bits, type Codec, inHex, list, optional, struct, u8, u16, u32 } from '../../codec/index.ts';
import { defineCommand } from '../../scsi/command.ts';
import {
  adipInformation,
  bdDiscInformation,
  bdSpareArea,
  DiscStructureFormat,
  dvdPhysicalFormat,
  dvdRamSpareArea,
  layerValue,
  mediumStatus,
  preRecordedInformation,
  StructureMedia,
  structureList,
  writeProtection,
} from '../disc-structures.ts';
import * as more from '../structures/index.ts';

const fields = {
  address: optional(u32(2)),
  layer: optional(u8(6)),
  allocationLength: u16(8, 'bytes'),
  grantId: optional(bits(10, [7, 6])), // AGID
} as const;
const mediaType = bits(1, [3, 0]); // see StructureMedia
const format = inHex(u8(7)); // see DiscStructureFormat

const common = {
  opcode: 0xad,
  clause: 'MMC-5 6.23',
  effect: 'reads',
  timeoutMs: 240_000,
  direction: 'in',
  payload: 'parameters',
} as const;

/**
 * What the lead-in of a DVD or BD says about the disc (MMC-5 6.23), one byte per entry: there are many formats, none of them
 * for a CD. wodim sends it to find out what kind of disc is loaded.
 */
export const readDiscStructure = defineCommand({
  ...common,
  name: 'READ DISC STRUCTURE',
  cdb: struct(12, { mediaType: optional(mediaType), format, ...fields }),
  reply: list({
    header: struct(4, { dataLength: u16(0, 'bytes') }),
    lengthField: 'dataLength',
    uncountedBytes: 2,
    entry: struct(1, { byte: u8(0) }),
  }),
});

const structureOf = <V, A>(name: string, media: StructureMedia, number: number, reply: Codec<V, A>) =>
  defineCommand({
    ...common,
    name: `READ DISC STRUCTURE (${name})`,
    cdb: struct(12, { mediaType: optional(mediaType, media), format: optional(format, number), ...fields }),
    reply,
  });

const { Dvd, Bd } = StructureMedia;

/** What the lead-in of a DVD says of the disc (READ DISC STRUCTURE, format 00h: MMC-6 6.22.3). */
export const readDvdPhysicalFormat = structureOf(
  'physical format',
  Dvd,
  DiscStructureFormat.DvdPhysical,
  dvdPhysicalFormat,
);
/** Whether a DVD-RAM is in a cartridge and write-protected (READ DISC STRUCTURE, format 09h: MMC-6 6.22.3). */
export const readMediumStatus = structureOf('medium status', Dvd, DiscStructureFormat.MediumStatus, mediumStatus);
/** Spare blocks of a DVD-RAM (READ DISC STRUCTURE, format 0Ah: MMC-6 6.22.3). */
export const readDvdRamSpareArea = structureOf('spare area', Dvd, DiscStructureFormat.SpareArea, dvdRamSpareArea);
/** What a blank DVD-R or DVD-RW says of itself in its lead-in (READ DISC STRUCTURE, format 0Eh: MMC-6 6.22.3). */
export const readPreRecordedInformation = structureOf(
  'pre-recorded information',
  Dvd,
  DiscStructureFormat.DvdPreRecorded,
  preRecordedInformation,
);
/** As {@link readDvdPhysicalFormat}, of the lead-in as it was written (MMC-5 6.23). */
export const readDvdRecordedFormat = structureOf(
  'recorded physical format',
  Dvd,
  DiscStructureFormat.DvdRecordedPhysical,
  dvdPhysicalFormat,
);
/** What the groove of a DVD+R or DVD+RW says of the disc (READ DISC STRUCTURE, format 11h: MMC-6 6.22.3). */
export const readAdip = structureOf('ADIP', Dvd, DiscStructureFormat.Adip, adipInformation);
/** Where the first layer of a DVD-R DL ends, as the address of a block (READ DISC STRUCTURE, format 20h: MMC-6 6.22.3). */
export const readLayerBoundary = structureOf('layer boundary', Dvd, DiscStructureFormat.DvdLayerBoundary, layerValue);
/** Where the middle area of a DVD-R DL begins, as the address of a block (READ DISC STRUCTURE, format 21h: MMC-6 6.22.3). */
export const readShiftedMiddleArea = structureOf(
  'shifted middle area',
  Dvd,
  DiscStructureFormat.DvdShiftedMiddleArea,
  layerValue,
);
/** How many blocks are written to a layer of a DVD-R DL before the other (READ DISC STRUCTURE, format 22h: MMC-6 6.22.3). */
export const readJumpInterval = structureOf('jump interval', Dvd, DiscStructureFormat.DvdJumpInterval, layerValue);
/** Where the next jump to the other layer of a DVD-R DL is, as the address of a block (READ DISC STRUCTURE, format 23h: MMC-6 6.22.3). */
export const readManualLayerJump = structureOf(
  'manual layer jump',
  Dvd,
  DiscStructureFormat.DvdManualLayerJump,
  layerValue,
);
/** The anchor point of the remapping of a DVD-R DL, as the address of a block (READ DISC STRUCTURE, format 24h: MMC-6 6.22.3). */
export const readRemappingAnchor = structureOf(
  'remapping anchor',
  Dvd,
  DiscStructureFormat.DvdRemappingAnchor,
  layerValue,
);
/** What a BD says of itself (READ DISC STRUCTURE, format 00h: MMC-6 6.22.3). */
export const readBdDiscInformation = structureOf(
  'disc information',
  Bd,
  DiscStructureFormat.BdDiscInformation,
  bdDiscInformation,
);
/** Spare blocks of a BD (READ DISC STRUCTURE, format 0Ah: MMC-6 6.22.3). */
export const readBdSpareArea = structureOf('BD spare area', Bd, DiscStructureFormat.SpareArea, bdSpareArea);
/** The same for DVD and BD: say which by `mediaType` (MMC-5 6.23). */
export const readWriteProtection = structureOf(
  'write protection',
  Dvd,
  DiscStructureFormat.WriteProtection,
  writeProtection,
);
/** The same for DVD and BD: say which by `mediaType` (MMC-5 6.23). */
export const readStructureList = structureOf('list', Dvd, DiscStructureFormat.List, structureList);

/** Which copy protection a DVD has, and where it must not be played (READ DISC STRUCTURE, format 01h: MMC-6 6.22.3). */
export const readDvdCopyright = structureOf('copyright', Dvd, DiscStructureFormat.DvdCopyright, more.dvdCopyright);
/** The burst cutting area of a DVD (READ DISC STRUCTURE, format 03h: MMC-6 6.22.3). */
export const readDvdBurstCuttingArea = structureOf(
  'burst cutting area',
  Dvd,
  DiscStructureFormat.BurstCuttingArea,
  more.dvdBurstCuttingArea,
);
/** The manufacturer's data in the lead-in of a DVD (READ DISC STRUCTURE, format 04h: MMC-6 6.22.3). */
export const readDvdManufacturing = structureOf(
  'manufacturing',
  Dvd,
  DiscStructureFormat.DvdManufacturing,
  more.dvdManufacturing,
);
/** Copyright management of a block of a DVD (READ DISC STRUCTURE, format 05h: MMC-6 6.22.3). */
export const readDvdCopyrightManagement = structureOf(
  'copyright management',
  Dvd,
  DiscStructureFormat.DvdCopyrightManagement,
  more.dvdCopyrightManagement,
);
/** The Disc Definition Structure of a DVD-RAM (READ DISC STRUCTURE, format 08h: MMC-6 6.22.3). */
export const readDvdRamDefinition = structureOf(
  'disc definition',
  Dvd,
  DiscStructureFormat.DiscDefinition,
  more.dvdRamDefinition,
);
/** The recording type of a DVD-RAM (READ DISC STRUCTURE, format 0Bh: MMC-6 6.22.3). */
export const readDvdRamRecordingType = structureOf(
  'recording type',
  Dvd,
  DiscStructureFormat.DvdRamRecordingType,
  more.dvdRamRecordingType,
);
/** Recording management data of a DVD-R or DVD-RW that the last border-out repeats (READ DISC STRUCTURE, format 0Ch: MMC-6 6.22.3). */
export const readBorderRecordingManagement = structureOf(
  'RMD in the border-out',
  Dvd,
  DiscStructureFormat.DvdRecordingManagement,
  more.recordingManagementData,
);
/** Recording management data of a DVD-R or DVD-RW (READ DISC STRUCTURE, format 0Dh: MMC-6 6.22.3). */
export const readRecordingManagementArea = structureOf(
  'recording management area',
  Dvd,
  DiscStructureFormat.DvdRecordingManagementArea,
  more.recordingManagementArea,
);
/** The identifier of one DVD-R or DVD-RW (READ DISC STRUCTURE, format 0Fh: MMC-6 6.22.3). */
export const readUniqueDiscIdentifier = structureOf(
  'unique disc identifier',
  Dvd,
  DiscStructureFormat.DvdUniqueId,
  more.uniqueDiscIdentifier,
);
/** The state of an HD DVD (READ DISC STRUCTURE, format 19h: MMC-6 6.22.3). */
export const readHdDvdMediumStatus = structureOf(
  'HD DVD medium status',
  Dvd,
  DiscStructureFormat.HdDvdMediumStatus,
  more.hdDvdMediumStatus,
);
/** `address` is the content descriptor: see `ControlBlock` (MMC-5 6.23). */
export const readControlBlockList = structureOf(
  'list of control blocks',
  Dvd,
  DiscStructureFormat.DiscControlBlock,
  more.controlBlockList,
);
/** The Disc Control Block of a DVD+R or DVD+RW that prohibits writing (READ DISC STRUCTURE, format 30h: MMC-6 6.22.3). */
export const readWriteInhibitBlock = structureOf(
  'write inhibit block',
  Dvd,
  DiscStructureFormat.DiscControlBlock,
  more.writeInhibitBlock,
);
/** The Disc Control Block of a DVD+R or DVD+RW with its sessions (READ DISC STRUCTURE, format 30h: MMC-6 6.22.3). */
export const readSessionBlock = structureOf(
  'session block',
  Dvd,
  DiscStructureFormat.DiscControlBlock,
  more.sessionBlock,
);
/** The Disc Control Block of a DVD+RW about its formatting (READ DISC STRUCTURE, format 30h: MMC-6 6.22.3). */
export const readFormattingBlock = structureOf(
  'formatting block',
  Dvd,
  DiscStructureFormat.DiscControlBlock,
  more.formattingBlock,
);
/** The burst cutting area of a BD (READ DISC STRUCTURE, format 03h: MMC-6 6.22.3). */
export const readBdBurstCuttingArea = structureOf(
  'BD burst cutting area',
  Bd,
  DiscStructureFormat.BurstCuttingArea,
  more.bdBurstCuttingArea,
);
/** The Disc Definition Structure of a BD (READ DISC STRUCTURE, format 08h: MMC-6 6.22.3). */
export const readBdDefinition = structureOf(
  'BD disc definition',
  Bd,
  DiscStructureFormat.DiscDefinition,
  more.bdDefinition,
);
/** The defect list of a BD, as it is on the disc (READ DISC STRUCTURE, format 12h: MMC-6 6.22.3). */
export const readBdDefectList = structureOf('defect list', Bd, DiscStructureFormat.BdDefectList, more.bdDefectList);
