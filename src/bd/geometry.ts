/** Facts of BD (BD-RE and BD-R white papers, MMC-6 4.5). */

/** Bytes of a block. */
export const BD_BLOCK_BYTES = 2048;

/** Blocks of one cluster: the least that a drive writes. */
export const BD_CLUSTER_BLOCKS = 32;

/** Physical sector number of LBA 0. */
export const BD_FIRST_SECTOR = 0x10_0000;

/** 25 GB without spare areas. */
export const BD_BLOCKS = 12_219_392;
/** 25 GB with the spare areas that drives offer first. */
export const BD_BLOCKS_WITH_SPARE = 11_826_176;
/** 50 GB, two layers. */
export const BD_DL_BLOCKS = 24_438_784;
export const BD_DL_BLOCKS_WITH_SPARE = 23_652_352;

/** kB/s at 1x: 35.965 Mbit/s of data. Drives report multiples of it, rounded down. */
export const BD_KBPS_AT_1X = 4495.5;
