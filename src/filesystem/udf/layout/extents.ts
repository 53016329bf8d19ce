import { BLOCK_BYTES, blocksFor } from '../../iso9660/constants.ts';
import type { Content } from '../../iso9660/layout/content.ts';

/** The longest extent that ends at the end of a block: its length has 30 bits (ECMA-167 4/14.14.1.1). */
export const LONGEST_EXTENT_BYTES = 2 ** 30 - BLOCK_BYTES;

/** An extent of the disc. */
export interface DiscExtent {
  readonly startBlock: number;
  readonly lengthBytes: number;
}

/** What one allocation descriptor can say, of extents that follow each other. */
function* dividedExtent({ startBlock, lengthBytes }: DiscExtent): Generator<DiscExtent> {
  for (let at = 0; at < lengthBytes; at += LONGEST_EXTENT_BYTES) {
    const length = Math.min(LONGEST_EXTENT_BYTES, lengthBytes - at);
    yield { startBlock: startBlock + at / BLOCK_BYTES, lengthBytes: length };
  }
}

/** The extents of a file, as few as allocation descriptors can say: sections of ISO 9660 that touch are one. */
export function* extentsOf(content: Content): Generator<DiscExtent> {
  if (content.written) {
    yield* dividedExtent({ startBlock: content.startBlock, lengthBytes: content.node.lengthBytes });
    return;
  }
  let run: DiscExtent | undefined;
  for (const { startBlock = 0, lengthBytes } of content.extents) {
    const follows =
      run !== undefined &&
      run.lengthBytes % BLOCK_BYTES === 0 &&
      run.startBlock + run.lengthBytes / BLOCK_BYTES === startBlock;
    if (run !== undefined && follows) {
      run = { startBlock: run.startBlock, lengthBytes: run.lengthBytes + lengthBytes };
      continue;
    }
    if (run !== undefined) yield* dividedExtent(run);
    run = { startBlock, lengthBytes };
  }
  if (run !== undefined) yield* dividedExtent(run);
}

/** How many there will be, before a file has its place. */
export function countExtents(content: Content): number {
  if (content.written) return Math.ceil(content.node.lengthBytes / LONGEST_EXTENT_BYTES);
  let count = 0;
  for (const _ of extentsOf(content)) count++;
  return count;
}

export const recordedBlocks = (content: Content): number =>
  content.written ? content.blocks : content.extents.reduce((sum, { lengthBytes }) => sum + blocksFor(lengthBytes), 0);
