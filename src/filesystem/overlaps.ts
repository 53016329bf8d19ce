import type { FileSystemProblem } from './disc-file-system.ts';

interface Placed {
  readonly path: string;
  readonly startBlock: number;
  readonly blocks: number;
}

/** Extents that share blocks without being the same: one of the files is wrong. Hard links are the same extent. */
export function* findOverlaps(extents: readonly Placed[]): Generator<FileSystemProblem> {
  const sorted = [...extents].sort((a, b) => a.startBlock - b.startBlock || b.blocks - a.blocks);
  let last: Placed | undefined;
  for (const each of sorted) {
    const isSame = last !== undefined && each.startBlock === last.startBlock && each.blocks === last.blocks;
    if (last !== undefined && !isSame && each.startBlock < last.startBlock + last.blocks)
      yield {
        path: each.path,
        reason: `a file in it has blocks that a file in "${last.path}" has too`,
        lba: each.startBlock,
      };
    if (last === undefined || each.startBlock + each.blocks > last.startBlock + last.blocks) last = each;
  }
}
