/** Facts of DVD. Capacities are those that READ FORMAT CAPACITIES and READ TRACK INFORMATION report of an empty disc. */

/** Bytes of a block. */
export const DVD_BLOCK_BYTES = 2048;

/** Blocks of one ECC block: the least that a drive writes (ECMA-267 19, ECMA-279, ECMA-337). */
export const DVD_ECC_BLOCKS = 16;

/** Physical sector number of LBA 0 (ECMA-267 20.5, MMC-6 4.3). */
export const DVD_FIRST_SECTOR = 0x3_0000;

/** DVD-R for General, DVD-RW: 4.7 GB (ECMA-359, ECMA-338). */
export const DVD_R_BLOCKS = 2_298_496;
/** DVD+R, DVD+RW: 4.7 GB (ECMA-349, ECMA-337): up to sector 26053Fh. */
export const DVD_PLUS_R_BLOCKS = 2_295_104;
/** DVD-R for DL: 8.5 GB (ECMA-382). */
export const DVD_R_DL_BLOCKS = 4_171_712;
/** DVD+R DL: 8.5 GB (ECMA-364). */
export const DVD_PLUS_R_DL_BLOCKS = 4_173_824;
/** DVD-RAM: 4.7 GB a side, formatted with its default spare areas (ECMA-330). */
export const DVD_RAM_BLOCKS = 2_236_704;

/** kB/s at 1x: 26.16 Mbit/s of channel, 11.08 Mbit/s of data (ECMA-267). growisofs and dvd+rw-mediainfo print multiples of it. */
export const DVD_KBPS_AT_1X = 1385;
