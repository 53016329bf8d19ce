/** Reads a file once, from its start. */
export interface FileReader {
  /** Fills all of `target` unless the file ends first; resolves with the number of bytes read. */
  read(target: Uint8Array): Promise<number>;
  close(): Promise<void>;
}

/** Bytes on a disc, one after another. */
export interface FileExtent {
  /** Absolute address of the first block of 2,048 bytes; undefined for a part that was never recorded and reads as zeros. */
  readonly startBlock: number | undefined;
  readonly lengthBytes: number;
}

/** What files, folders and all others have. What is not given is not recorded, or has the default. */
export interface NodeAttributes {
  /** The name in its folder, in full, without a path. */
  readonly name: string;
  /** When the contents last changed. Default: the date of the image. */
  readonly modified?: Date | undefined;
  readonly accessed?: Date | undefined;
  /** When the attributes last changed. */
  readonly changed?: Date | undefined;
  readonly created?: Date | undefined;
  /** The twelve bits of POSIX permissions. Default: 0o555 for folders, 0o444 for others. */
  readonly mode?: number | undefined;
  /** Default 0. */
  readonly uid?: number | undefined;
  readonly gid?: number | undefined;
  /** Not shown by systems that know hidden files. Default false. */
  readonly hidden?: boolean | undefined;
}

/** A file of a tree. */
export interface TreeFile extends NodeAttributes {
  readonly kind: 'file';
  readonly lengthBytes: number;
  /** Files with the same value are one file with several names (hard links): recorded once. */
  readonly linkId?: string | undefined;
  /** Where it already is on the disc: then it is not written again. */
  readonly extents?: readonly FileExtent[] | undefined;
  /** Its contents. Not needed for a file that has `extents`. */
  openReader?(): Promise<FileReader>;
}

/** A folder of a tree. */
export interface TreeFolder extends NodeAttributes {
  readonly kind: 'folder';
  /** In any order; no two have the same name. */
  readonly children: readonly TreeNode[];
}

/** A symbolic link. Recorded only by Rock Ridge. */
export interface TreeLink extends NodeAttributes {
  readonly kind: 'link';
  readonly target: string;
}

/** A device, a named pipe or a socket. Recorded only by Rock Ridge. */
export interface TreeDevice extends NodeAttributes {
  readonly kind: 'device';
  readonly device: 'block' | 'character' | 'pipe' | 'socket';
  /** Of a block or character device. */
  readonly major?: number | undefined;
  readonly minor?: number | undefined;
}

/** What a tree may have in a folder. */
export type TreeNode = TreeFile | TreeFolder | TreeLink | TreeDevice;

/** A node as a path shows it. */
export interface PlacedNode<Node extends TreeNode = TreeNode> {
  /** From the root, with slashes and without one at the start; the root's is empty. */
  readonly path: string;
  readonly node: Node;
}

const joined = (path: string, name: string): string => (path === '' ? name : `${path}/${name}`);

/** Everything below a folder, each folder before its contents, in the order of `children`. Not recursive: trees may be deep. */
export function* walkTree(root: TreeFolder): Generator<PlacedNode> {
  const open: PlacedNode[] = root.children.map((node) => ({ path: node.name, node })).reverse();
  for (let each = open.pop(); each !== undefined; each = open.pop()) {
    yield each;
    if (each.node.kind !== 'folder') continue;
    const { children } = each.node;
    for (let index = children.length - 1; index >= 0; index--) {
      const node = children[index] as TreeNode;
      open.push({ path: joined(each.path, node.name), node });
    }
  }
}

/** The node at a path with slashes, or undefined. */
export function findInTree(root: TreeFolder, path: string): TreeNode | undefined {
  let node: TreeNode = root;
  for (const name of path.split('/').filter((part) => part !== '')) {
    const next: TreeNode | undefined =
      node.kind === 'folder' ? node.children.find((child) => child.name === name) : undefined;
    if (next === undefined) return undefined;
    node = next;
  }
  return node;
}
