import { bits, type Codec, inHex, optional, rawBytes, struct, u8, u16 } from '../../codec/index.ts';
import { defineCommand } from '../../scsi/command.ts';
import { DiscStructureFormat, layerValue, writeProtection } from '../disc-structures.ts';
import * as more from '../structures/index.ts';

const mediaType = bits(1, [3, 0]); // see StructureMedia
const parameterListLength = optional(u16(8, 'bytes'));

const common = {
  opcode: 0xbf,
  clause: 'MMC-5 6.38',
  effect: 'writes',
  timeoutMs: 240_000,
  direction: 'out',
  payload: 'parameters',
  lengthField: 'parameterListLength',
} as const;

/** Sets a structure that the drive writes into the lead-in of a DVD or BD (MMC-5 6.38). The parameters have the header of a structure. */
export const sendDiscStructure = defineCommand({
  ...common,
  name: 'SEND DISC STRUCTURE',
  cdb: struct(12, { mediaType: optional(mediaType), format: u8(7), parameterListLength }),
  parameters: rawBytes,
});

/** All but write protection are for DVD alone; that is the same for BD. */
const sendStructureOf = <V, A>(name: string, format: number, parameters: Codec<V, A>) =>
  defineCommand({
    ...common,
    name: `SEND DISC STRUCTURE (${name})`,
    cdb: struct(12, { mediaType: optional(mediaType), format: optional(inHex(u8(7)), format), parameterListLength }),
    parameters,
  });

/** Sets user-specific data in the lead-in of a DVD (SEND DISC STRUCTURE, format 04h: MMC-5 6.38). */
export const sendUserSpecificData = sendStructureOf(
  'user specific data',
  DiscStructureFormat.DvdManufacturing,
  more.dvdManufacturing,
);
/** Sets the copyright management of a DVD (SEND DISC STRUCTURE, format 05h: MMC-5 6.38). */
export const sendCopyrightManagement = sendStructureOf(
  'copyright management',
  DiscStructureFormat.DvdCopyrightManagement,
  more.dvdCopyrightManagement,
);
/** When the disc is recorded, as {@link readUniqueDiscIdentifier} returns it later: the drive adds the random number (MMC-5 6.38). */
export const sendTimestamp = sendStructureOf('timestamp', DiscStructureFormat.DvdUniqueId, more.uniqueDiscIdentifier);
/** Sets where the first layer of a DVD-R DL ends, as the address of a block (SEND DISC STRUCTURE, format 20h: MMC-5 6.38). */
export const sendLayerBoundary = sendStructureOf('layer boundary', DiscStructureFormat.DvdLayerBoundary, layerValue);
/** Sets where the middle area of a DVD-R DL begins, as the address of a block (SEND DISC STRUCTURE, format 21h: MMC-5 6.38). */
export const sendShiftedMiddleArea = sendStructureOf(
  'shifted middle area',
  DiscStructureFormat.DvdShiftedMiddleArea,
  layerValue,
);
/** Blocks of each layer that are written before the laser jumps to the other; 0 leaves it to the host (MMC-5 6.38). */
export const sendJumpInterval = sendStructureOf('jump interval', DiscStructureFormat.DvdJumpInterval, layerValue);
/**
 * Sets where the next jump to the other layer of a DVD-R DL is, as the address of a block (SEND DISC STRUCTURE, format 23h:
 * MMC-5 6.38).
 */
export const sendManualLayerJump = sendStructureOf(
  'manual layer jump',
  DiscStructureFormat.DvdManualLayerJump,
  layerValue,
);
/** Sets the anchor point of the remapping of a DVD-R DL, as the address of a block (SEND DISC STRUCTURE, format 24h: MMC-5 6.38). */
export const sendRemappingAnchor = sendStructureOf(
  'remapping anchor',
  DiscStructureFormat.DvdRemappingAnchor,
  layerValue,
);
/** Writes the Disc Control Block of a DVD+R or DVD+RW that prohibits writing (SEND DISC STRUCTURE, format 30h: MMC-5 6.38). */
export const sendWriteInhibitBlock = sendStructureOf(
  'write inhibit block',
  DiscStructureFormat.DiscControlBlock,
  more.writeInhibitBlock,
);
/** Protects a disc from being written, or ends that (SEND DISC STRUCTURE, format C0h: MMC-5 6.38). */
export const sendWriteProtection = sendStructureOf(
  'write protection',
  DiscStructureFormat.WriteProtection,
  writeProtection,
);
