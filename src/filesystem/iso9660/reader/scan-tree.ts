import type { BlockReader } from '../../block-reader.ts';
import type { FileSystemProblem, ScannedTree } from '../../disc-file-system.ts';
import { FileOnDisc } from '../../file-on-disc.ts';
import { FileSystemError } from '../../filesystem-error.ts';
import type { FileExtent, TreeFolder, TreeNode } from '../../tree/model.ts';
import { type FoundRecord, isParent, isSelf, readRecords } from './directory.ts';
import { kindOfMode, readSystemUse, type SystemUse } from './read-system-use.ts';

/** The names that an ISO 9660 volume may have. */
export type IsoNames = 'rock-ridge' | 'joliet' | 'iso9660';

/** How the names of a hierarchy are read. */
export interface Naming {
  /** A name as recorded, without version. */
  nameOf(identifier: Uint8Array): string;
  /** Bytes before the system use entries, if these are Rock Ridge's. */
  readonly skippedBytes: number | undefined;
}

export interface FolderOnDisc {
  readonly block: number;
  readonly lengthBytes: number;
}

/** A folder whose children are still being read. */
interface OpenFolder {
  readonly place: FolderOnDisc;
  readonly path: string;
  readonly children: TreeNode[];
  /** How many entries of it were moved here from elsewhere. */
  relocated: number;
  readonly depth: number;
}

/** Deeper than any system allows. */
const DEEPEST = 1_024;

/** What a check wants to see of the records themselves. */
export interface RecordWatch {
  record(path: string, found: FoundRecord, self: FolderOnDisc): void;
}

/** Reads all folders of a hierarchy. No block of a folder is read twice, so that folders in circles end. */
export class TreeScan {
  readonly #reader: BlockReader;
  readonly #naming: Naming;
  readonly #watch: RecordWatch | undefined;
  readonly #claimed = new Set<number>();
  readonly problems: FileSystemProblem[] = [];

  constructor(reader: BlockReader, naming: Naming, watch?: RecordWatch) {
    this.#reader = reader;
    this.#naming = naming;
    this.#watch = watch;
  }

  /** @throws what the block reader throws, other than FileSystemError; FileSystemError if the root cannot be read */
  async run(root: FolderOnDisc): Promise<ScannedTree> {
    const open: OpenFolder[] = [{ place: root, path: '', children: [], relocated: 0, depth: 0 }];
    const rootUse: SystemUse[] = [];
    for (const folder of open) {
      await this.#readFolder(folder, open, rootUse);
    }
    const first = open[0] as OpenFolder;
    const children = withoutRelocationFolder(first.children, open);
    const node: TreeFolder = { kind: 'folder', ...attributesOf('', rootUse[0], undefined), children };
    return { root: node, problems: this.problems };
  }

  async #readFolder(folder: OpenFolder, open: OpenFolder[], rootUse: SystemUse[]): Promise<void> {
    const { place, path } = folder;
    const report = (reason: string, lba?: number): void => {
      this.problems.push({ path, reason, lba });
    };
    const claim = (lba: number): boolean => {
      if (this.#claimed.has(lba)) return false;
      this.#claimed.add(lba);
      return true;
    };
    const sections = new Sections();
    try {
      for await (const found of readRecords(this.#reader, { ...place, path }, claim, report)) {
        this.#watch?.record(path, found, place);
        if (isSelf(found) && path === '' && rootUse.length === 0) rootUse.push(await this.#useOf(found, report));
        if (isSelf(found) || isParent(found)) continue;
        if (found.values.associated) continue;
        const whole = sections.add(found);
        if (whole !== undefined) await this.#add(folder, found, whole, open, report);
      }
    } catch (error) {
      if (!(error instanceof FileSystemError) || path === '') throw error;
      report(error.reason, error.lba);
    }
    if (sections.isOpen) report('the last section of a file is missing');
  }

  async #useOf(found: FoundRecord, report: (reason: string, lba?: number) => void): Promise<SystemUse> {
    const { skippedBytes } = this.#naming;
    const entries = skippedBytes === undefined ? new Uint8Array(0) : found.systemUse.subarray(skippedBytes);
    return readSystemUse(this.#reader, entries, (reason) => report(reason, found.lba));
  }

  async #add(
    folder: OpenFolder,
    found: FoundRecord,
    extents: readonly FileExtent[],
    open: OpenFolder[],
    report: (reason: string, lba?: number) => void,
  ): Promise<void> {
    const own = this.#naming.nameOf(found.identifier);
    let use: SystemUse | undefined;
    if (this.#naming.skippedBytes !== undefined) {
      try {
        use = await this.#useOf(found, report);
      } catch (error) {
        if (!(error instanceof FileSystemError)) throw error;
        report(`${own}: ${error.reason}`, error.lba);
      }
    }
    if (use?.isRelocated === true) {
      folder.relocated++;
      return;
    }
    const name = use?.name ?? own;
    const path = folder.path === '' ? name : `${folder.path}/${name}`;
    const attributes = attributesOf(name, use, found);
    const node = await this.#nodeOf(attributes, path, found, use, extents, folder, open, report);
    if (node !== undefined) folder.children.push(node);
  }

  async #nodeOf(
    attributes: ReturnType<typeof attributesOf>,
    path: string,
    { values, lba }: FoundRecord,
    use: SystemUse | undefined,
    extents: readonly FileExtent[],
    folder: OpenFolder,
    open: OpenFolder[],
    report: (reason: string, lba?: number) => void,
  ): Promise<TreeNode | undefined> {
    const kind = use?.mode === undefined ? undefined : kindOfMode(use.mode);
    const { childBlock } = use ?? {};
    if (values.directory || childBlock !== undefined) {
      if (folder.depth === DEEPEST) {
        report(`${attributes.name} is more than ${DEEPEST} folders deep`, lba);
        return undefined;
      }
      const place =
        childBlock === undefined
          ? { block: values.extentBlock + values.extendedAttributeBlocks, lengthBytes: values.dataBytes }
          : await this.#placeOfMoved(childBlock, attributes.name, report);
      if (place === undefined) return undefined;
      const children: TreeNode[] = [];
      open.push({ place, path, children, relocated: 0, depth: folder.depth + 1 });
      return { kind: 'folder', ...attributes, children };
    }
    if (kind === 'link' || use?.linkTarget !== undefined)
      return { kind: 'link', ...attributes, target: use?.linkTarget ?? '' };
    if (kind === 'block' || kind === 'character')
      return { kind: 'device', ...attributes, device: kind, ...use?.device };
    if (kind === 'pipe' || kind === 'socket') return { kind: 'device', ...attributes, device: kind };
    const isShared = (use?.links ?? 1) > 1 && extents.some(({ lengthBytes }) => lengthBytes > 0);
    const refusal =
      values.fileUnitBlocks > 0
        ? 'its blocks are interleaved with those of other files'
        : use?.isCompressed === true
          ? 'it is compressed (zisofs)'
          : undefined;
    return new FileOnDisc(this.#reader, attributes, {
      path,
      extents,
      linkId: isShared ? `block ${extents[0]?.startBlock}` : undefined,
      refusal,
    });
  }

  /** A relocated folder says itself how long it is. */
  async #placeOfMoved(
    block: number,
    name: string,
    report: (reason: string, lba?: number) => void,
  ): Promise<FolderOnDisc | undefined> {
    for await (const found of readRecords(
      this.#reader,
      { block, lengthBytes: 1, path: name },
      () => true,
      () => {},
    )) {
      if (isSelf(found)) return { block, lengthBytes: found.values.dataBytes };
      break;
    }
    report(`${name} was moved to a place that is not a folder`, block);
    return undefined;
  }
}

/** Collects the sections of a file (ECMA-119, 9.1.6 and 6.5.1). */
class Sections {
  #extents: FileExtent[] = [];

  get isOpen(): boolean {
    return this.#extents.length > 0;
  }

  /** @returns all sections, once the last one is there */
  add({ values }: FoundRecord): readonly FileExtent[] | undefined {
    this.#extents.push({
      startBlock: values.extentBlock + values.extendedAttributeBlocks,
      lengthBytes: values.dataBytes,
    });
    if (values.multiExtent) return undefined;
    const whole = this.#extents;
    this.#extents = [];
    return whole;
  }
}

const PERMISSIONS = 0o10000;

const attributesOf = (name: string, use: SystemUse | undefined, found: FoundRecord | undefined) => ({
  name,
  modified: use?.modified ?? found?.values.recorded,
  accessed: use?.accessed,
  changed: use?.changed,
  created: use?.created,
  mode: use?.mode === undefined ? undefined : use.mode % PERMISSIONS,
  uid: use?.uid,
  gid: use?.gid,
  hidden: found?.values.hidden === true ? true : undefined,
});

/** The folder in the root that has nothing but what was moved there (RRIP 4.1.5) is not part of the tree. */
function withoutRelocationFolder(children: readonly TreeNode[], open: readonly OpenFolder[]): TreeNode[] {
  const emptied = new Set<readonly TreeNode[]>(
    open.filter((folder) => folder.relocated > 0 && folder.children.length === 0).map((folder) => folder.children),
  );
  return children.filter((node) => node.kind !== 'folder' || !emptied.has(node.children));
}
