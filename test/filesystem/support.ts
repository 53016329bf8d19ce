import type { BlockReader } from '../../src/filesystem/block-reader.ts';
import type { PlannedImage } from '../../src/filesystem/iso9660/layout/planned-image.ts';
import {
  type FileReader,
  type NodeAttributes,
  type TreeFile,
  type TreeFolder,
  type TreeNode,
  walkTree,
} from '../../src/filesystem/tree/model.ts';

const BLOCK_BYTES = 2_048;
export const DATE = new Date('2026-11-27T12:34:56Z');

/** A file of these bytes. */
export function file(name: string, contents: string | Uint8Array, attributes: Partial<TreeFile> = {}): TreeFile {
  const bytes = Buffer.from(contents);
  return {
    kind: 'file',
    name,
    lengthBytes: bytes.length,
    openReader: async () => readerOf(bytes),
    ...attributes,
  };
}

export function readerOf(bytes: Uint8Array): FileReader {
  let at = 0;
  return {
    async read(target) {
      const part = bytes.subarray(at, at + target.length);
      target.set(part);
      at += part.length;
      return part.length;
    },
    close: async () => {},
  };
}

export const folder = (
  name: string,
  children: readonly TreeNode[],
  attributes: Partial<NodeAttributes> = {},
): TreeFolder => ({ kind: 'folder', name, children, ...attributes });

/** All bytes of an image, read in pieces of the given size. */
export async function bytesOf(image: PlannedImage, pieceBytes = 65_536): Promise<Buffer> {
  const reader = await image.openReader();
  const pieces: Buffer[] = [];
  for (;;) {
    const piece = Buffer.alloc(pieceBytes);
    const got = await reader.read(piece);
    pieces.push(piece.subarray(0, got));
    if (got < pieceBytes) break;
  }
  await reader.close();
  return Buffer.concat(pieces);
}

/** Bytes as blocks; the first has this address. */
export const blocksOf = (bytes: Uint8Array, startBlock = 0): BlockReader => ({
  firstBlock: startBlock,
  endBlock: startBlock + Math.floor(bytes.length / BLOCK_BYTES),
  async readBlocks(lba, count) {
    const first = lba - startBlock;
    return first < 0 ? new Uint8Array(0) : bytes.subarray(first * BLOCK_BYTES, (first + count) * BLOCK_BYTES);
  },
});

export async function contentsOf(node: TreeNode | undefined): Promise<string> {
  if (node?.kind !== 'file' || node.openReader === undefined) throw new Error('not a file');
  const reader = await node.openReader();
  const bytes = Buffer.alloc(node.lengthBytes + 1);
  const got = await reader.read(bytes);
  await reader.close();
  return bytes.subarray(0, got).toString('latin1');
}

/** A tree as plain data, to compare: what each path is. */
export async function described(root: TreeFolder): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  for (const { path, node } of walkTree(root)) {
    const { kind, mode, uid, gid, modified } = node;
    const own =
      node.kind === 'file'
        ? { contents: await contentsOf(node) }
        : node.kind === 'link'
          ? { target: node.target }
          : node.kind === 'device'
            ? { device: node.device, major: node.major, minor: node.minor }
            : {};
    found[path] = { kind, mode, uid, gid, modified: modified?.toISOString(), ...own };
  }
  return found;
}
