import { type TreeFile, type TreeFolder, walkTree } from '../../tree/model.ts';

/** The files of an earlier session that need not be written again. */
export interface EarlierFiles {
  readonly files: ReadonlySet<TreeFile>;
  /** The first block of all of them; undefined if there are none. */
  readonly firstBlock: number | undefined;
}

/** Those in the file entries of UDF have no extents: they are copied. */
export function earlierFiles(previous: TreeFolder | undefined): EarlierFiles {
  const files = new Set<TreeFile>();
  let firstBlock: number | undefined;
  if (previous === undefined) return { files, firstBlock };
  for (const { node } of walkTree(previous)) {
    if (node.kind !== 'file' || (node.lengthBytes > 0 && (node.extents ?? []).length === 0)) continue;
    files.add(node);
    if (node.lengthBytes === 0) continue;
    for (const { startBlock } of node.extents ?? [])
      if (startBlock !== undefined) firstBlock = Math.min(startBlock, firstBlock ?? startBlock);
  }
  return { files, firstBlock };
}
