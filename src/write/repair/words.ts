import { durationText } from '../../cd/duration.ts';

/** `412 blocks (00:05.49)`. */
export const blocksInWords = (blocks: number): string => `${blocks} blocks (${durationText(blocks)})`;
