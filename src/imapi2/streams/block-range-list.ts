import { membersInJson } from '../../json-values.ts';
import type { IBlockRange, IBlockRangeList } from '../interfaces/index.ts';

/** Ranges of sectors in the order in which they are written, as IMAPI2's BlockRangeList. */
export class BlockRangeList implements IBlockRangeList {
  readonly blockRanges: readonly IBlockRange[];

  constructor(blockRanges: readonly IBlockRange[]) {
    this.blockRanges = Object.freeze([...blockRanges]);
  }

  /** What it holds, as plain data, for logs. */
  toJSON(): object {
    return membersInJson(this, ['blockRanges']);
  }
}
