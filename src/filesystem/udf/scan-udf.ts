import type { BlockReader } from '../block-reader.ts';
import type { FileSystemProblem, ScannedTree } from '../disc-file-system.ts';
import { FileOnDisc } from '../file-on-disc.ts';
import { damaged, FileSystemError } from '../filesystem-error.ts';
import type { TreeFolder, TreeNode } from '../tree/model.ts';
import { decodeCs0 } from './cs0.ts';
import type { Entry, EntryReader, PartitionBlock } from './entries.ts';
import { FileType, fileIdentifier, pathComponent } from './file-descriptors.ts';
import { contentsOf } from './open-partitions.ts';
import { TagId, validTag } from './tag.ts';

interface OpenFolder {
  readonly entry: Entry;
  readonly path: string;
  readonly children: TreeNode[];
  readonly depth: number;
}

/** Deeper than any system allows. */
const DEEPEST = 1_024;
/** Longer folders are not believed. */
const LONGEST_FOLDER_BYTES = 256 * 1_048_576;
const LONGEST_TARGET_BYTES = 65_536;

/** Reads all folders of a volume; none twice, so that folders in circles end. */
export class UdfScan {
  readonly #reader: BlockReader;
  readonly #entries: EntryReader;
  readonly #visited = new Set<number>();
  readonly #problems: FileSystemProblem[] = [];
  /** What all folders together may still be long: no more than the disc is. */
  #leftBytes: number;

  constructor(reader: BlockReader, entries: EntryReader) {
    this.#reader = reader;
    this.#entries = entries;
    this.#leftBytes = reader.endBlock === undefined ? Number.MAX_SAFE_INTEGER : reader.endBlock * 2_048;
  }

  /** @throws FileSystemError if the root cannot be read; what the block reader throws */
  async run(rootPlace: PartitionBlock): Promise<ScannedTree> {
    const entry = await this.#entries.entry(rootPlace);
    if (entry.fileType !== FileType.Directory) throw damaged('the root is not a folder', entry.lba);
    this.#visited.add(entry.lba);
    const open: OpenFolder[] = [{ entry, path: '', children: [], depth: 0 }];
    for (const folder of open) {
      try {
        await this.#readFolder(folder, open);
      } catch (error) {
        if (!(error instanceof FileSystemError)) throw error;
        this.#report(folder.path, error);
      }
    }
    const root: TreeFolder = { kind: 'folder', ...attributesOf('', entry, false), children: open[0]?.children ?? [] };
    return { root, problems: this.#problems };
  }

  #report(path: string, { reason, lba }: { readonly reason: string; readonly lba?: number | undefined }): void {
    this.#problems.push({ path, reason, lba });
  }

  async #readFolder(folder: OpenFolder, open: OpenFolder[]): Promise<void> {
    const { entry, path } = folder;
    this.#leftBytes -= entry.lengthBytes;
    if (entry.lengthBytes > LONGEST_FOLDER_BYTES || this.#leftBytes < 0)
      throw damaged(`a folder of ${entry.lengthBytes} bytes cannot be`, entry.lba);
    const bytes = await contentsOf(this.#reader, entry);
    for (let at = 0; at + fileIdentifier.lengthBytes <= bytes.length; ) {
      const rest = bytes.subarray(at);
      if (validTag(rest)?.id !== TagId.FileIdentifier) {
        this.#report(path, { reason: `what is at byte ${at} of it is not an entry`, lba: entry.lba });
        return;
      }
      const found = fileIdentifier.decode(rest);
      const nameAt = fileIdentifier.lengthBytes + found.useBytes;
      const end = nameAt + found.nameBytes;
      at += Math.ceil(end / 4) * 4;
      if (found.deleted === 1 || found.parent === 1 || found.metadata === 1) continue;
      const name = decodeCs0(rest.subarray(nameAt, end));
      if (name === undefined || end > rest.length) {
        this.#report(path, { reason: 'an entry of it has a name that is not text', lba: entry.lba });
        continue;
      }
      const place = { block: found.icbBlock, partition: found.icbPartition };
      const childPath = path === '' ? name : `${path}/${name}`;
      try {
        const node = await this.#node(
          await this.#entries.entry(place),
          name,
          childPath,
          found.hidden === 1,
          folder,
          open,
        );
        if (node !== undefined) folder.children.push(node);
      } catch (error) {
        if (!(error instanceof FileSystemError)) throw error;
        this.#report(childPath, error);
      }
    }
  }

  async #node(
    entry: Entry,
    name: string,
    path: string,
    hidden: boolean,
    { depth }: OpenFolder,
    open: OpenFolder[],
  ): Promise<TreeNode | undefined> {
    const attributes = attributesOf(name, entry, hidden);
    switch (entry.fileType) {
      case FileType.Directory: {
        if (this.#visited.has(entry.lba)) throw damaged('it is a folder that is in another place too', entry.lba);
        if (depth === DEEPEST) throw damaged(`it is more than ${DEEPEST} folders deep`, entry.lba);
        this.#visited.add(entry.lba);
        const children: TreeNode[] = [];
        open.push({ entry, path, children, depth: depth + 1 });
        return { kind: 'folder', ...attributes, children };
      }
      case FileType.Link:
        return { kind: 'link', ...attributes, target: await this.#targetOf(entry) };
      case FileType.Block:
        return { kind: 'device', ...attributes, device: 'block', ...entry.device };
      case FileType.Character:
        return { kind: 'device', ...attributes, device: 'character', ...entry.device };
      case FileType.Pipe:
        return { kind: 'device', ...attributes, device: 'pipe' };
      case FileType.Socket:
        return { kind: 'device', ...attributes, device: 'socket' };
      default:
        return new FileOnDisc(this.#reader, attributes, {
          path,
          extents: entry.extents,
          contents: entry.contents,
          linkId: entry.links > 1 ? `entry ${entry.lba}` : undefined,
        });
    }
  }

  async #targetOf(entry: Entry): Promise<string> {
    if (entry.lengthBytes > LONGEST_TARGET_BYTES) throw damaged('a symbolic link is too long', entry.lba);
    const bytes = await contentsOf(this.#reader, entry);
    const parts: string[] = [];
    for (let at = 0; at + pathComponent.lengthBytes <= bytes.length; ) {
      const { type, textBytes } = pathComponent.decode(bytes.subarray(at));
      const start = at + pathComponent.lengthBytes;
      parts.push(PARTS[type] ?? decodeCs0(bytes.subarray(start, start + textBytes)) ?? '');
      at = start + textBytes;
    }
    return parts[0] === '' && parts.length === 1 ? '/' : parts.join('/');
  }
}

/** ECMA-167 4/14.16.1.1: the root, the folder above, this folder. */
const PARTS: Readonly<Record<number, string>> = { 1: '', 2: '', 3: '..', 4: '.' };

const attributesOf = (
  name: string,
  { mode, uid, gid, modified, accessed, changed, created }: Entry,
  hidden: boolean,
) => ({
  name,
  mode,
  uid,
  gid,
  modified,
  accessed,
  changed,
  created,
  hidden: hidden ? true : undefined,
});
