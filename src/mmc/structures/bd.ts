import { bits, bytes, inHex, late, list, struct, text, u8, u32, unsigned } from '../../codec/index.ts';
import { STRUCTURE_HEADER_BYTES, structureHeader } from './header.ts';

const BCA_BYTES = 64;

/** Format 03h of BD: the Burst Cutting Area. */
export const bdBurstCuttingArea = struct(STRUCTURE_HEADER_BYTES + BCA_BYTES, {
  ...structureHeader,
  information: bytes(STRUCTURE_HEADER_BYTES, BCA_BYTES),
});

/** Format 08h of BD: the Disc Definition Structure. Sizes of spare areas are in clusters (places as in Aaru's decoder). */
export const bdDefinition = struct(
  STRUCTURE_HEADER_BYTES + 2048,
  {
    ...structureHeader,
    identifier: text(4, 2), // DS
    format: inHex(u8(6)),
    updates: u32(8),
    driveArea: inHex(u32(20), 8), // physical sectors, as are the next two
    defectList: inHex(u32(28), 8),
    firstUserSector: inHex(u32(36), 8),
    lastUserBlock: u32(40), // logical
    innerSpare0: u32(44, 'clusters'), // ISA0
    outerSpare: u32(48, 'clusters'), // OSA
    innerSpare1: u32(52, 'clusters'), // ISA1
    spareFull: inHex(u8(56)), // a bit for each spare area that is used up
    rest: late(bytes(57, 1995)),
  },
  { minimumBytes: 57 },
);

/** What has become of a cluster of the defect list (BD white papers). */
export const BdDefectStatus = {
  Replaced: 0x0, // RAD
  NotReplaced: 0x1, // NRD
  UnusedSpare: 0x2, // SPR
  PossiblyBad: 0x4, // PBA
  UnusableSpare: 0x8,
} as const;
/** A value of the constant of the same name. */
export type BdDefectStatus = (typeof BdDefectStatus)[keyof typeof BdDefectStatus];

/** A physical sector number of 28 bits. */
const sector28 = (byte: number) =>
  inHex(
    unsigned([{ byte, high: 3, low: 0 }, ...[1, 2, 3].map((offset) => ({ byte: byte + offset, high: 7, low: 0 }))]),
    7,
  );

/** An entry of the defect list: the first physical sectors of the bad cluster and of the one that replaces it. */
export const bdDefect = struct(8, {
  status: bits(0, [7, 4]), // see BdDefectStatus
  defect: sector28(0),
  status2: bits(4, [7, 4]),
  replacement: sector28(4),
});

const DEFECT_LIST_HEADER_BYTES = 64;

/** Format 12h of BD: the defect list (BD white papers). */
export const bdDefectList = list({
  header: struct(STRUCTURE_HEADER_BYTES + DEFECT_LIST_HEADER_BYTES, {
    ...structureHeader,
    identifier: text(4, 2), // DL
    format: u8(6),
    updates: u32(8),
    defects: u32(16), // entries that follow
  }),
  lengthField: 'dataLength',
  uncountedBytes: 2,
  entry: bdDefect,
});
