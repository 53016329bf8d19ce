import type { DeclaredForms } from '../declared-forms.ts';
import { ControlBlock } from '../structures/control-blocks.ts';
import * as read from './read-disc-structure.ts';
import * as send from './send-disc-structure.ts';

/** READ DISC STRUCTURE by kind of disc and format; any other format is bytes. */
export const readStructureForms: readonly DeclaredForms[] = [
  [read.readDiscStructure],
  [read.readDvdPhysicalFormat, { mediaType: 0, format: 0x00 }],
  [read.readDvdCopyright, { mediaType: 0, format: 0x01 }],
  [read.readDvdBurstCuttingArea, { mediaType: 0, format: 0x03 }],
  [read.readDvdManufacturing, { mediaType: 0, format: 0x04 }],
  [read.readDvdCopyrightManagement, { mediaType: 0, format: 0x05 }],
  [read.readDvdRamDefinition, { mediaType: 0, format: 0x08 }],
  [read.readMediumStatus, { format: 0x09 }],
  [read.readDvdRamSpareArea, { mediaType: 0, format: 0x0a }],
  [read.readDvdRamRecordingType, { mediaType: 0, format: 0x0b }],
  [read.readBorderRecordingManagement, { mediaType: 0, format: 0x0c }],
  [read.readRecordingManagementArea, { mediaType: 0, format: 0x0d }],
  [read.readPreRecordedInformation, { mediaType: 0, format: 0x0e }],
  [read.readUniqueDiscIdentifier, { mediaType: 0, format: 0x0f }],
  [read.readDvdRecordedFormat, { mediaType: 0, format: 0x10 }],
  [read.readAdip, { mediaType: 0, format: 0x11 }],
  [read.readHdDvdMediumStatus, { mediaType: 0, format: 0x19 }],
  [read.readLayerBoundary, { mediaType: 0, format: 0x20 }],
  [read.readShiftedMiddleArea, { mediaType: 0, format: 0x21 }],
  [read.readJumpInterval, { mediaType: 0, format: 0x22 }],
  [read.readManualLayerJump, { mediaType: 0, format: 0x23 }],
  [read.readRemappingAnchor, { mediaType: 0, format: 0x24 }],
  [read.readControlBlockList, { mediaType: 0, format: 0x30, address: ControlBlock.List }],
  [read.readWriteInhibitBlock, { mediaType: 0, format: 0x30, address: ControlBlock.WriteInhibit }],
  [read.readSessionBlock, { mediaType: 0, format: 0x30, address: ControlBlock.Session }],
  [read.readFormattingBlock, { mediaType: 0, format: 0x30, address: ControlBlock.Formatting }],
  [read.readBdDiscInformation, { mediaType: 1, format: 0x00 }],
  [read.readBdBurstCuttingArea, { mediaType: 1, format: 0x03 }],
  [read.readBdDefinition, { mediaType: 1, format: 0x08 }],
  [read.readBdDefectList, { mediaType: 1, format: 0x12 }],
  [read.readBdSpareArea, { mediaType: 1, format: 0x0a }],
  [read.readWriteProtection, { format: 0xc0 }],
  [read.readStructureList, { format: 0xff }],
];

export const sendStructureForms: readonly DeclaredForms[] = [
  [send.sendDiscStructure],
  [send.sendUserSpecificData, { mediaType: 0, format: 0x04 }],
  [send.sendCopyrightManagement, { mediaType: 0, format: 0x05 }],
  [send.sendTimestamp, { mediaType: 0, format: 0x0f }],
  [send.sendLayerBoundary, { mediaType: 0, format: 0x20 }],
  [send.sendShiftedMiddleArea, { mediaType: 0, format: 0x21 }],
  [send.sendJumpInterval, { mediaType: 0, format: 0x22 }],
  [send.sendManualLayerJump, { mediaType: 0, format: 0x23 }],
  [send.sendRemappingAnchor, { mediaType: 0, format: 0x24 }],
  [send.sendWriteInhibitBlock, { mediaType: 0, format: 0x30 }],
  [send.sendWriteProtection, { format: 0xc0 }],
];
