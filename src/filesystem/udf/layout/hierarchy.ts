import { blocksFor } from '../../iso9660/constants.ts';
import type { Content, Contents } from '../../iso9660/layout/content.ts';
import { unusable } from '../../iso9660/layout/unusable.ts';
import type { TreeFolder, TreeNode } from '../../tree/model.ts';
import { cs0Length } from '../cs0.ts';
import { fileIdentifier } from '../file-descriptors.ts';
import { type Allocation, divideAllocation, roomInEntry } from './entry-space.ts';
import { countExtents } from './extents.ts';
import { encodeTarget } from './link-target.ts';
import { isTooLong, recordedName } from './names.ts';
import type { UdfSettings } from './options.ts';

/** What has a file entry: its place among the blocks of metadata, and the blocks after it that only it needs. */
interface Entry {
  readonly uniqueId: number;
  /** Which block of the metadata its entry is. */
  index: number;
  links: number;
}

/** A folder, whose names are in its entry or in blocks after it. */
export interface UdfFolder extends Entry {
  readonly node: TreeFolder;
  readonly parent: UdfFolder | undefined;
  names: readonly UdfName[];
  /** Of its names. */
  lengthBytes: number;
  dataBlocks: number;
}

/** Anything else. */
export interface UdfFile extends Entry {
  readonly node: Exclude<TreeNode, TreeFolder>;
  /** Of a file. */
  readonly content: Content | undefined;
  /** Of a symbolic link: its path components. */
  readonly target: Uint8Array | undefined;
  /** How many allocation descriptors are in the entry and in each block after it. */
  readonly division: readonly number[];
  /** Blocks after its entry that are not allocation descriptors. */
  readonly dataBlocks: number;
}

/** A name in a folder. */
export interface UdfName {
  readonly node: TreeNode;
  readonly uniqueId: number;
  readonly content: Content | undefined;
  readonly target: UdfFolder | UdfFile;
  /** The file's entry comes with this name; it is a hard link otherwise. */
  readonly isFirst: boolean;
}

export interface UdfHierarchy {
  /** Each before those in it. */
  readonly folders: readonly UdfFolder[];
  readonly files: number;
  /** Of all file entries. */
  readonly nextUniqueId: number;
  readonly warnings: readonly string[];
}

/** UDF 2.50, 3.2.1.1: 0 is the root's, and those below 16 are not for others. */
const FIRST_UNIQUE_ID = 16;

const joined = (path: string, { name }: TreeNode): string => (path === '' ? name : `${path}/${name}`);
const byName = (a: TreeNode, b: TreeNode): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
/** Of a name in its folder. */
const identifierBytes = (name: string): number => Math.ceil((fileIdentifier.lengthBytes + cs0Length(name)) / 4) * 4;
const PARENT_BYTES = identifierBytes('');

/** All folders of a tree, and what is in them. @throws FileSystemError of kind `unsuitable-tree` */
export class HierarchyBuilder {
  readonly #settings: UdfSettings;
  readonly #contents: Contents;
  readonly #fileAllocation: Allocation;
  readonly #files = new Map<Content, UdfFile>();
  readonly #cut: string[] = [];
  readonly #leftOut: string[] = [];
  #nextUniqueId = FIRST_UNIQUE_ID;
  #fileCount = 0;

  constructor(settings: UdfSettings, contents: Contents, fileAllocation: Allocation) {
    this.#settings = settings;
    this.#contents = contents;
    this.#fileAllocation = fileAllocation;
  }

  build(root: TreeFolder): UdfHierarchy {
    const open = [{ folder: newFolder(root, undefined, 0), path: '' }];
    for (const { folder, path } of open)
      folder.names = this.#namesOf(folder, path, (child, childPath) => open.push({ folder: child, path: childPath }));
    const folders = open.map(({ folder }) => folder);
    for (const folder of folders) this.#measure(folder);
    return {
      folders,
      files: this.#fileCount,
      nextUniqueId: this.#nextUniqueId,
      warnings: [
        ...warning(this.#cut, 'names are longer than UDF allows, and were cut'),
        ...warning(this.#leftOut, 'symbolic links have a part that is longer than UDF allows, and are left out'),
      ],
    };
  }

  #namesOf(folder: UdfFolder, path: string, open: (folder: UdfFolder, path: string) => void): UdfName[] {
    const names: UdfName[] = [];
    const children = [...folder.node.children].sort(byName);
    this.#checkCut(children, path);
    for (const node of children) {
      const childPath = joined(path, node);
      const name = node.kind === 'folder' ? this.#folderName(node, folder) : this.#fileName(node, childPath);
      if (name === undefined) continue;
      names.push(name);
      if ('names' in name.target) open(name.target, childPath);
    }
    return names;
  }

  /** Names that are cut must not become those of others. */
  #checkCut(children: readonly TreeNode[], path: string): void {
    const cut = children.filter(({ name }) => isTooLong(name));
    if (cut.length === 0) return;
    const used = new Set(children.map(({ name }) => name));
    for (const node of cut) {
      const recorded = recordedName(node.name);
      const childPath = joined(path, node);
      if (used.has(recorded))
        throw unusable(`the name of "${childPath}" cannot be cut to what UDF allows`, 'Rename it', childPath);
      used.add(recorded);
      this.#cut.push(childPath);
    }
  }

  #folderName(node: TreeFolder, parent: UdfFolder): UdfName {
    const uniqueId = this.#newUniqueId();
    parent.links++;
    return { node, uniqueId, content: undefined, target: newFolder(node, parent, uniqueId), isFirst: true };
  }

  #fileName(node: Exclude<TreeNode, TreeFolder>, path: string): UdfName | undefined {
    const content = node.kind === 'file' ? this.#contents.of(node, path) : undefined;
    const found = content === undefined ? undefined : this.#files.get(content);
    if (found !== undefined) {
      found.links++;
      return { node, uniqueId: this.#newUniqueId(), content, target: found, isFirst: false };
    }
    const made = this.#newFile(node, content);
    if (made === undefined) {
      this.#leftOut.push(path);
      return undefined;
    }
    if (content !== undefined) this.#files.set(content, made);
    this.#fileCount++;
    return { node, uniqueId: made.uniqueId, content, target: made, isFirst: true };
  }

  #newFile(node: Exclude<TreeNode, TreeFolder>, content: Content | undefined): UdfFile | undefined {
    const { revision, embedFiles } = this.#settings;
    const target = node.kind === 'link' ? encodeTarget(node.target) : undefined;
    if (node.kind === 'link' && target === undefined) return undefined;
    const room = roomInEntry(revision);
    if (content !== undefined && embedFiles && content.written && content.node.lengthBytes <= room)
      content.embedded = true;
    const isOutside = content !== undefined && !content.embedded;
    const dataBlocks = target !== undefined && target.length > room ? blocksFor(target.length) : 0;
    const count = isOutside ? countExtents(content) : 0;
    return {
      node,
      content,
      target,
      division: divideAllocation(count, this.#fileAllocation, revision),
      dataBlocks,
      uniqueId: this.#newUniqueId(),
      index: 0,
      links: 1,
    };
  }

  /** How long a folder is. Files in ISO 9660 must be outside entries, and players of DVD-Video want that of folders too. */
  #measure(folder: UdfFolder): void {
    const { revision, embedFiles } = this.#settings;
    folder.lengthBytes = folder.names.reduce(
      (sum, { node }) => sum + identifierBytes(recordedName(node.name)),
      PARENT_BYTES,
    );
    const fits = embedFiles && folder.lengthBytes <= roomInEntry(revision);
    folder.dataBlocks = fits ? 0 : blocksFor(folder.lengthBytes);
  }

  #newUniqueId(): number {
    const id = this.#nextUniqueId;
    this.#nextUniqueId++;
    return id;
  }
}

/** Its own name in the folder above, and the names of the folder above in those below, are all links to it. */
const newFolder = (node: TreeFolder, parent: UdfFolder | undefined, uniqueId: number): UdfFolder => ({
  node,
  parent,
  uniqueId,
  names: [],
  lengthBytes: 0,
  dataBlocks: 0,
  index: 0,
  links: 1,
});

const warning = (paths: readonly string[], what: string): string[] =>
  paths.length === 0 ? [] : [`${paths.length} ${what}: ${paths[0]}${paths.length > 1 ? ', ...' : ''}`];

export const isFolder = (target: UdfFolder | UdfFile): target is UdfFolder => 'names' in target;
