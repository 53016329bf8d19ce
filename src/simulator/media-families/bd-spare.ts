import type { BlockDisc } from '../media/block-disc/block-disc.ts';

/** Blocks of a cluster, the ECC block of BD. */
export const CLUSTER_BLOCKS = 32;

/**
 * Blocks of the spare areas of a 25 GB layer, as drives offer them for FORMAT UNIT: the default (3000h clusters), the most and
 * the fewest. dvd+rw-mediainfo reports them of an LG WH16NS40: 11,826,176, 5,796,864 and 12,088,320 of 12,219,392 blocks remain.
 */
const OF_ONE_LAYER = { default: 393_216, most: 6_422_528, fewest: 131_072 } as const;

/** The sizes in the order in which drives list them. */
export function spareSizes({ medium: { layers } }: BlockDisc): readonly number[] {
  return [OF_ONE_LAYER.default, OF_ONE_LAYER.most, OF_ONE_LAYER.fewest].map((blocks) => layers * blocks);
}

/** Defect lists, in the lead-in and lead-out of each layer; an estimate. */
export const QUICK_FORMAT_BLOCKS = 90_000;
