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

export const readDvdPhysicalFormat = structureOf(
  'physical format',
  Dvd,
  DiscStructureFormat.DvdPhysical,
  dvdPhysicalFormat,
);
export const readMediumStatus = structureOf('medium status', Dvd, DiscStructureFormat.MediumStatus, mediumStatus);
export const readDvdRamSpareArea = structureOf('spare area', Dvd, DiscStructureFormat.SpareArea, dvdRamSpareArea);
export const readPreRecordedInformation = structureOf(
  'pre-recorded information',
  Dvd,
  DiscStructureFormat.DvdPreRecorded,
  preRecordedInformation,
);
/** As {@link readDvdPhysicalFormat}, of the lead-in as it was written. */
export const readDvdRecordedFormat = structureOf(
  'recorded physical format',
  Dvd,
  DiscStructureFormat.DvdRecordedPhysical,
  dvdPhysicalFormat,
);
export const readAdip = structureOf('ADIP', Dvd, DiscStructureFormat.Adip, adipInformation);
export const readLayerBoundary = structureOf('layer boundary', Dvd, DiscStructureFormat.DvdLayerBoundary, layerValue);
export const readShiftedMiddleArea = structureOf(
  'shifted middle area',
  Dvd,
  DiscStructureFormat.DvdShiftedMiddleArea,
  layerValue,
);
export const readJumpInterval = structureOf('jump interval', Dvd, DiscStructureFormat.DvdJumpInterval, layerValue);
export const readManualLayerJump = structureOf(
  'manual layer jump',
  Dvd,
  DiscStructureFormat.DvdManualLayerJump,
  layerValue,
);
export const readRemappingAnchor = structureOf(
  'remapping anchor',
  Dvd,
  DiscStructureFormat.DvdRemappingAnchor,
  layerValue,
);
export const readBdDiscInformation = structureOf(
  'disc information',
  Bd,
  DiscStructureFormat.BdDiscInformation,
  bdDiscInformation,
);
export const readBdSpareArea = structureOf('BD spare area', Bd, DiscStructureFormat.SpareArea, bdSpareArea);
/** The same for DVD and BD: say which by `mediaType`. */
export const readWriteProtection = structureOf(
  'write protection',
  Dvd,
  DiscStructureFormat.WriteProtection,
  writeProtection,
);
/** The same for DVD and BD: say which by `mediaType`. */
export const readStructureList = structureOf('list', Dvd, DiscStructureFormat.List, structureList);

export const readDvdCopyright = structureOf('copyright', Dvd, DiscStructureFormat.DvdCopyright, more.dvdCopyright);
export const readDvdBurstCuttingArea = structureOf(
  'burst cutting area',
  Dvd,
  DiscStructureFormat.BurstCuttingArea,
  more.dvdBurstCuttingArea,
);
export const readDvdManufacturing = structureOf(
  'manufacturing',
  Dvd,
  DiscStructureFormat.DvdManufacturing,
  more.dvdManufacturing,
);
export const readDvdCopyrightManagement = structureOf(
  'copyright management',
  Dvd,
  DiscStructureFormat.DvdCopyrightManagement,
  more.dvdCopyrightManagement,
);
export const readDvdRamDefinition = structureOf(
  'disc definition',
  Dvd,
  DiscStructureFormat.DiscDefinition,
  more.dvdRamDefinition,
);
export const readDvdRamRecordingType = structureOf(
  'recording type',
  Dvd,
  DiscStructureFormat.DvdRamRecordingType,
  more.dvdRamRecordingType,
);
export const readBorderRecordingManagement = structureOf(
  'RMD in the border-out',
  Dvd,
  DiscStructureFormat.DvdRecordingManagement,
  more.recordingManagementData,
);
export const readRecordingManagementArea = structureOf(
  'recording management area',
  Dvd,
  DiscStructureFormat.DvdRecordingManagementArea,
  more.recordingManagementArea,
);
export const readUniqueDiscIdentifier = structureOf(
  'unique disc identifier',
  Dvd,
  DiscStructureFormat.DvdUniqueId,
  more.uniqueDiscIdentifier,
);
export const readHdDvdMediumStatus = structureOf(
  'HD DVD medium status',
  Dvd,
  DiscStructureFormat.HdDvdMediumStatus,
  more.hdDvdMediumStatus,
);
/** `address` is the content descriptor: see `ControlBlock`. */
export const readControlBlockList = structureOf(
  'list of control blocks',
  Dvd,
  DiscStructureFormat.DiscControlBlock,
  more.controlBlockList,
);
export const readWriteInhibitBlock = structureOf(
  'write inhibit block',
  Dvd,
  DiscStructureFormat.DiscControlBlock,
  more.writeInhibitBlock,
);
export const readSessionBlock = structureOf(
  'session block',
  Dvd,
  DiscStructureFormat.DiscControlBlock,
  more.sessionBlock,
);
export const readFormattingBlock = structureOf(
  'formatting block',
  Dvd,
  DiscStructureFormat.DiscControlBlock,
  more.formattingBlock,
);
export const readBdBurstCuttingArea = structureOf(
  'BD burst cutting area',
  Bd,
  DiscStructureFormat.BurstCuttingArea,
  more.bdBurstCuttingArea,
);
export const readBdDefinition = structureOf(
  'BD disc definition',
  Bd,
  DiscStructureFormat.DiscDefinition,
  more.bdDefinition,
);
export const readBdDefectList = structureOf('defect list', Bd, DiscStructureFormat.BdDefectList, more.bdDefectList);
