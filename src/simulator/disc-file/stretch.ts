import type { Extent, Join } from '../media/extents.ts';
import { BLOCK_CHECK_BYTES, HEADER_BYTES } from './format.ts';

/** Records of blocks that follow each other in the file as their blocks do on the disc. */
export interface Stretch {
  /** Byte offset of the first record. */
  readonly position: number;
  /** Blocks in each record; the last one may have fewer. */
  readonly recordBlocks: number;
  /** Blocks in all of them. */
  readonly lengthBlocks: number;
  /** Whether they have checksums. */
  readonly checked: boolean;
}

/** Where blocks are kept in the file; undefined for zeros, which need no place. */
export type Place = Stretch | undefined;

/** Bytes of a record with that many blocks. */
const recordBytes = ({ checked }: Stretch, blocks: number, blockBytes: number): number =>
  HEADER_BYTES + blocks * (blockBytes + (checked ? BLOCK_CHECK_BYTES : 0));

export function endOfStretch(stretch: Stretch, blockBytes: number): number {
  const { position, recordBlocks, lengthBlocks } = stretch;
  const rest = lengthBlocks % recordBlocks;
  const wholeRecords = (lengthBlocks - rest) / recordBlocks;
  const whole = position + wholeRecords * recordBytes(stretch, recordBlocks, blockBytes);
  return rest === 0 ? whole : whole + recordBytes(stretch, rest, blockBytes);
}

/** Makes one stretch of two if the records of the second follow those of the first and are not larger. */
export const joinStretches: Join<Place> = (last: Extent<Place>, next) => {
  const [before, after] = [last.place, next.place];
  if (before === undefined || after === undefined) return before === after ? { place: undefined } : undefined;
  const { recordBlocks, lengthBlocks, checked } = before;
  const whole = last.firstBlock + last.lengthBlocks === lengthBlocks && lengthBlocks % recordBlocks === 0;
  const follows = whole && endOfStretch(before, last.blockBytes) === after.position;
  if (!follows || checked !== after.checked || after.lengthBlocks > recordBlocks) return undefined;
  return { place: { ...before, lengthBlocks: lengthBlocks + after.lengthBlocks } };
};

/** One record of a stretch. */
export interface RecordOfBlocks {
  /** Byte offset of its payload. */
  readonly position: number;
  readonly lengthBlocks: number;
  /** Blocks before the one that was looked for. */
  readonly skippedBlocks: number;
}

/** The record that has this block of the stretch. */
export function recordOf(stretch: Stretch, block: number, blockBytes: number): RecordOfBlocks {
  const { position, recordBlocks, lengthBlocks } = stretch;
  const skippedBlocks = block % recordBlocks;
  const firstBlock = block - skippedBlocks;
  return {
    position: position + (firstBlock / recordBlocks) * recordBytes(stretch, recordBlocks, blockBytes) + HEADER_BYTES,
    lengthBlocks: Math.min(recordBlocks, lengthBlocks - firstBlock),
    skippedBlocks,
  };
}
