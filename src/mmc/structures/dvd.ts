import { bit, bits, bytes, choice, inHex, late, struct, text, u8, u16, u32 } from '../../codec/index.ts';
import { STRUCTURE_HEADER_BYTES, structureHeader } from './header.ts';

/*
 * Structures of DVD beyond those that say what is in a drive (disc-structures.ts). Places and bits as in Microsoft's ntddcdvd.h,
 * which lists them from MMC-5, and Aaru's decoders.
 */

/** How a DVD is protected against copying (MMC-6 6.22.3.2.2). */
export const CopyrightProtection = { None: 0, Css: 1, Cprm: 2, Aacs: 3 } as const;
/** A value of the constant of the same name. */
export type CopyrightProtection = (typeof CopyrightProtection)[keyof typeof CopyrightProtection];

/** Format 01h. A bit of `regions` that is set forbids playing in that region, the lowest bit in region 1. */
export const dvdCopyright = struct(8, {
  ...structureHeader,
  protection: choice(4, [7, 0], CopyrightProtection),
  regions: inHex(u8(5)),
});

const MOST_BCA_BYTES = 188;

/** Format 03h: the Burst Cutting Area, in the middle of some discs; 12 to 188 bytes. */
export const dvdBurstCuttingArea = struct(
  STRUCTURE_HEADER_BYTES + MOST_BCA_BYTES,
  { ...structureHeader, information: late(bytes(STRUCTURE_HEADER_BYTES, MOST_BCA_BYTES)) },
  { minimumBytes: STRUCTURE_HEADER_BYTES },
);

const USER_SPECIFIC_BYTES = 2048;

/** Format 04h: what the manufacturer recorded; sent, the user specific data of a DVD-R or DVD-RW (MMC-6 6.36.3.2). */
export const dvdManufacturing = struct(
  STRUCTURE_HEADER_BYTES + USER_SPECIFIC_BYTES,
  { ...structureHeader, information: late(bytes(STRUCTURE_HEADER_BYTES, USER_SPECIFIC_BYTES)) },
  { minimumBytes: STRUCTURE_HEADER_BYTES },
);

/** Format 05h: of the block at the address of the CDB; sent, of the blocks that are written next (MMC-6 6.22.3.2.5). */
export const dvdCopyrightManagement = struct(8, {
  ...structureHeader,
  material: bit(4, 7), // CPM: it is subject to copyright
  protectedSector: bit(4, 6), // CP_SEC: of DVD-ROM
  generations: bits(4, [5, 4]), // CGMS: 0 free, 2 one copy, 3 none
  mode: bits(4, [3, 0]), // CP_MOD: of DVD-ROM
});

/** Format 0Ch: a block of Recording Management Data, as the border-out has it. The other fields of ECMA-338 are in `data`. */
export const recordingManagementData = struct(
  STRUCTURE_HEADER_BYTES + 2048,
  {
    ...structureHeader,
    formatNumber: late(u16(4)), // RMD format: 1 a disc at once, 2 incrementally
    discStatus: late(inHex(u8(6))),
    data: late(bytes(8, 2044)),
  },
  { minimumBytes: STRUCTURE_HEADER_BYTES },
);

/** Format 0Dh: the last RMD in the Recording Management Area, and where it is. */
export const recordingManagementArea = struct(
  STRUCTURE_HEADER_BYTES + 4 + 2048,
  { ...structureHeader, lastSector: inHex(u32(4), 6), data: late(bytes(8, 2048)) },
  { minimumBytes: 8 },
);

const dateFields = {
  random: inHex(u16(6), 4),
  year: text(8, 4),
  month: text(12, 2),
  day: text(14, 2),
  hour: text(16, 2),
  minute: text(18, 2),
  second: text(20, 2),
};

/** Format 0Fh of DVD-R and DVD-RW: the time in ASCII digits, and a number that the drive drew, so that no two discs are alike. */
export const uniqueDiscIdentifier = struct(22, { ...structureHeader, ...dateFields });

/** Format 19h of HD DVD-R. */
export const hdDvdMediumStatus = struct(8, {
  ...structureHeader,
  extendedTestZone: bit(4, 0),
  remainingInReservedZone: u8(5),
  remainingInCurrentZone: u16(6),
});
