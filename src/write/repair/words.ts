import { formatLength } from '../../cd/msf.ts';

/** `412 blocks (00:05:37)`. */
export const blocksInWords = (blocks: number): string => `${blocks} blocks (${formatLength(blocks)})`;
