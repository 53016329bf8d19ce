/** The logical sectors and blocks of every disc that is read here (ECMA-119, 6.1.2). */
export const BLOCK_BYTES = 2_048;
/** The system area, for which ECMA-119 (6.2.1) gives no contents. */
export const SYSTEM_AREA_BLOCKS = 16;

export const blocksFor = (bytes: number): number => Math.ceil(bytes / BLOCK_BYTES);

/** The longest file section that ends at the end of a block: its length has 32 bits (ECMA-119, 9.1.4). */
export const LONGEST_SECTION_BYTES = 2 ** 32 - BLOCK_BYTES;
