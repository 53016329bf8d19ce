import { bit, bits, choice, optional, struct, u16, u24, u32 } from '../../codec/index.ts';
import { defineCommand } from '../../scsi/command.ts';

/** Kinds of format (MMC-6 6.5): which of them a disc can have is in READ FORMAT CAPACITIES. */
export const FormatType = {
  /** DVD-RAM, BD-RE and others: the whole disc, with the number of blocks that is asked for. */
  Full: 0x00,
  SpareAreaExpansion: 0x01,
  ZoneReformat: 0x04,
  ZoneFormat: 0x05,
  /** CD-RW and DVD-RW. */
  CdRwDvdRwFull: 0x10,
  GrowSession: 0x11,
  AddSession: 0x12,
  QuickGrowLastBorder: 0x13,
  QuickAddBorder: 0x14,
  /** DVD-RW: restricted overwrite with a small first border, which grows as it is written. */
  DvdRwQuick: 0x15,
  MrwFormat: 0x24,
  /** DVD+RW: formats in the background. */
  DvdPlusRwBasic: 0x26,
  BdReWithSpare: 0x30,
  BdReWithoutSpare: 0x31,
  BdRWithSpare: 0x32,
} as const;
/** A value of the constant of the same name. */
export type FormatType = (typeof FormatType)[keyof typeof FormatType];

/**
 * Of the formats of BD, in `subType` (MMC-6 6.5): what becomes of the defect list of BD-RE, or how the disc is to be recorded.
 * Of BD-R: 0 sequential with pseudo-overwrite, 1 sequential without it, 2 random recording.
 */
export const BdRFormatSubType = { SequentialPow: 0, Sequential: 1, Random: 2 } as const;
/** How FORMAT UNIT certifies a BD-RE (MMC-6 6.5.4). */
export const BdReFormatSubType = { Default: 0, FullCertification: 2, QuickCertification: 3 } as const;

/** The Format List header and one Format Descriptor (MMC-6 6.5.4). */
export const formatList = struct(12, {
  optionsValid: bit(1, 7), // FOV: the next five mean something
  disablePrimary: bit(1, 6), // DPRY
  disableCertification: bit(1, 5), // DCRT
  stopFormat: bit(1, 4), // STPF
  initializationPattern: bit(1, 3), // IP
  tryOut: bit(1, 2), // DSP in older standards
  immediate: bit(1, 1), // IMMED: answer immediately and continue formatting
  vendorSpecific: bit(1, 0),
  descriptorLength: optional(u16(2, 'bytes'), 8),
  blocks: u32(4, 'blocks'),
  formatType: choice(8, [7, 2], FormatType),
  subType: optional(bits(8, [1, 0])),
  parameter: optional(u24(9)), // as in READ FORMAT CAPACITIES
});

/** Formats a disc (MMC-6 6.5). Format code 001b is the only one of MMC; CMPLST and FMTDATA are as it requires. */
export const formatUnit = defineCommand({
  name: 'FORMAT UNIT',
  opcode: 0x04,
  clause: 'MMC-6 6.5',
  effect: 'writes',
  timeoutMs: 36_000_000, // a BD-RE DL with certification at 1x, not immediate
  direction: 'out',
  payload: 'parameters',
  cdb: struct(6, {
    formatData: optional(bits(1, [4, 4]), 1), // FMTDATA
    completeList: bit(1, 3), // CMPLST
    formatCode: optional(bits(1, [2, 0]), 1),
  }),
  parameters: formatList,
});
