import { bit, bytes, fixed, inHex, late, struct, u16, u24, u32 } from '../../codec/index.ts';
import { STRUCTURE_HEADER_BYTES, structureHeader } from './header.ts';

/** The first two bytes of a Disc Definition Structure of DVD-RAM (ECMA-330 clause 16). */
export const DVD_RAM_DEFINITION_ID = 0x0a0a;

const DEFINITION_BYTES = 2048;

/** Format 08h: the Disc Definition Structure of a 4.7 GB DVD-RAM (ECMA-330). Sectors are physical; those of zones are logical. */
export const dvdRamDefinition = struct(
  STRUCTURE_HEADER_BYTES + DEFINITION_BYTES,
  {
    ...structureHeader,
    identifier: inHex(u16(4), 4),
    inProgress: bit(7, 7), // it is being formatted
    certifiedByUser: bit(7, 1),
    certifiedByManufacturer: bit(7, 0),
    updates: u32(8),
    groups: u16(12),
    zones: u16(14),
    primarySpareStart: inHex(u24(85), 6),
    primarySpareEnd: inHex(u24(89), 6),
    firstLogicalSector: inHex(u24(93), 6),
    zoneStarts: late(bytes(260, 140)), // four bytes for each of 35 zones
    rest: late(bytes(400, 1652)),
  },
  { minimumBytes: 96 },
);

/** Format 0Bh: whether the block at the address of the CDB holds real-time data, of which defects are not replaced. */
export const dvdRamRecordingType = struct(8, { ...structureHeader, realTime: bit(4, 4), reserved: fixed(u24(5)) });
