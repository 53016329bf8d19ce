import { FileSystemError } from '../../filesystem-error.ts';
import type { TreeFolder, TreeNode } from '../../tree/model.ts';
import { MOST_FOLDERS } from '../directory-record.ts';
import type { Content, Contents } from './content.ts';
import { identifiersFor, type NamingRules } from './identifiers.ts';
import { PackedIdentifiers } from './packed-identifiers.ts';

/** What is in a folder: one or more records. */
export interface Entry {
  readonly identifier: Uint8Array;
  readonly node: TreeNode;
  readonly serialNumber: number;
  readonly content: Content | undefined;
  readonly folder: HierarchyFolder | undefined;
}

/** A folder in one of the two hierarchies of an image. */
export interface HierarchyFolder {
  readonly node: TreeFolder;
  readonly identifier: Uint8Array;
  readonly parent: HierarchyFolder | undefined;
  /** In the path tables, from 1. */
  readonly number: number;
  readonly serialNumber: number;
  entries: readonly Entry[];
  /** How many folders are in it. */
  folders: number;
  lengthBytes: number;
  /** Continuation areas, after the folder's own blocks. */
  areaBlocks: number;
  startBlock: number;
}

export interface HierarchyOptions {
  readonly rules: NamingRules;
  readonly rockRidge: boolean;
  readonly contents: Contents;
  /** For what has no date of its own. */
  readonly date: Date;
  /** Told of what this hierarchy leaves out. */
  readonly leftOut: (path: string) => void;
}

class PackedEntry implements Entry {
  readonly #identifiers: PackedIdentifiers;
  readonly #place: number;
  readonly node: TreeNode;
  readonly serialNumber: number;
  readonly content: Content | undefined;
  readonly folder: HierarchyFolder | undefined;

  constructor(
    identifiers: PackedIdentifiers,
    place: number,
    node: TreeNode,
    serialNumber: number,
    content: Content | undefined,
    folder: HierarchyFolder | undefined,
  ) {
    this.#identifiers = identifiers;
    this.#place = place;
    this.node = node;
    this.serialNumber = serialNumber;
    this.content = content;
    this.folder = folder;
  }

  get identifier(): Uint8Array {
    return this.#identifiers.at(this.#place);
  }
}

interface Open {
  readonly folder: HierarchyFolder;
  readonly path: string;
}

const byName = (a: TreeNode, b: TreeNode): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

/**
 * All folders in the order of the path tables (ECMA-119, 6.9.1): by level, by parent, by identifier. The entries of each are in the order
 * of ECMA-119, 9.3.
 * @throws FileSystemError of kind `unsuitable-tree`
 */
export function buildHierarchy(root: TreeFolder, options: HierarchyOptions): HierarchyFolder[] {
  const first = newFolder(root, Uint8Array.of(0), undefined, 1, options);
  const open: Open[] = [{ folder: first, path: '' }];
  for (const { folder, path } of open) {
    folder.entries = entriesOf(folder, path, options, (node, identifier, childPath) => {
      if (open.length === MOST_FOLDERS) throw tooManyFolders();
      const made = newFolder(node, identifier, folder, open.length + 1, options);
      open.push({ folder: made, path: childPath });
      return made;
    });
  }
  return open.map(({ folder }) => folder);
}

const newFolder = (
  node: TreeFolder,
  identifier: Uint8Array,
  parent: HierarchyFolder | undefined,
  number: number,
  { contents }: HierarchyOptions,
): HierarchyFolder => ({
  node,
  identifier,
  parent,
  number,
  serialNumber: contents.nextSerialNumber(),
  entries: [],
  folders: 0,
  lengthBytes: 0,
  areaBlocks: 0,
  startBlock: 0,
});

function entriesOf(
  folder: HierarchyFolder,
  path: string,
  { rules, rockRidge, contents, leftOut }: HierarchyOptions,
  addFolder: (node: TreeFolder, identifier: Uint8Array, path: string) => HierarchyFolder,
): Entry[] {
  const pathOf = ({ name }: TreeNode): string => (path === '' ? name : `${path}/${name}`);
  const nodes = [...folder.node.children].sort(byName).filter((node) => {
    const isRecorded = rockRidge || node.kind === 'file' || node.kind === 'folder';
    if (!isRecorded) leftOut(pathOf(node));
    return isRecorded;
  });
  const identifiers = identifiersFor(nodes, rules);
  const keys = identifiers.map((identifier) => rules.sortKey(identifier));
  const order = nodes.map((_, index) => index).sort((a, b) => ((keys[a] ?? '') < (keys[b] ?? '') ? -1 : 1));
  const packed = new PackedIdentifiers(
    order.map((index) => rules.encode(identifiers[index] ?? '', nodes[index]?.kind === 'folder')),
  );
  return order.map((index, place): Entry => {
    const node = nodes[index] as TreeNode;
    if (node.kind === 'folder') {
      folder.folders++;
      const made = addFolder(node, packed.at(place), pathOf(node));
      return new PackedEntry(packed, place, node, made.serialNumber, undefined, made);
    }
    if (node.kind !== 'file')
      return new PackedEntry(packed, place, node, contents.nextSerialNumber(), undefined, undefined);
    const content = contents.of(node, pathOf(node));
    if (rockRidge) content.links++;
    return new PackedEntry(packed, place, node, content.serialNumber, content, undefined);
  });
}

const tooManyFolders = (): FileSystemError =>
  new FileSystemError({
    kind: 'unsuitable-tree',
    reason: `there are more than ${MOST_FOLDERS} folders, and the path tables of ISO 9660 number them with 16 bits`,
    remedy: 'Put some of them into an archive, or onto another disc',
  });
