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

export const sendUserSpecificData = sendStructureOf(
  'user specific data',
  DiscStructureFormat.DvdManufacturing,
  more.dvdManufacturing,
);
export const sendCopyrightManagement = sendStructureOf(
  'copyright management',
  DiscStructureFormat.DvdCopyrightManagement,
  more.dvdCopyrightManagement,
);
/** When the disc is recorded, as {@link readUniqueDiscIdentifier} returns it later: the drive adds the random number. */
export const sendTimestamp = sendStructureOf('timestamp', DiscStructureFormat.DvdUniqueId, more.uniqueDiscIdentifier);
export const sendLayerBoundary = sendStructureOf('layer boundary', DiscStructureFormat.DvdLayerBoundary, layerValue);
export const sendShiftedMiddleArea = sendStructureOf(
  'shifted middle area',
  DiscStructureFormat.DvdShiftedMiddleArea,
  layerValue,
);
/** Blocks of each layer that are written before the laser jumps to the other; 0 leaves it to the host. */
export const sendJumpInterval = sendStructureOf('jump interval', DiscStructureFormat.DvdJumpInterval, layerValue);
export const sendManualLayerJump = sendStructureOf(
  'manual layer jump',
  DiscStructureFormat.DvdManualLayerJump,
  layerValue,
);
export const sendRemappingAnchor = sendStructureOf(
  'remapping anchor',
  DiscStructureFormat.DvdRemappingAnchor,
  layerValue,
);
export const sendWriteInhibitBlock = sendStructureOf(
  'write inhibit block',
  DiscStructureFormat.DiscControlBlock,
  more.writeInhibitBlock,
);
export const sendWriteProtection = sendStructureOf(
  'write protection',
  DiscStructureFormat.WriteProtection,
  writeProtection,
);
