import { lstatSync, readdirSync, readlinkSync, type Stats } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { systemErrorInWords } from '../../error-words.ts';
import { type OptionNames, requireKnownOptions } from '../../known-options.ts';
import { FileSystemError } from '../filesystem-error.ts';
import { FileOnDisk, wholeSeconds } from './file-on-disk.ts';
import type { NodeAttributes, TreeFolder, TreeNode } from './model.ts';

/** What `treeFromFolder` takes from a folder of this computer. */
export interface TreeFromFolderOptions {
  /** Which files and folders to leave out, by their path from the folder, with slashes. Default: none. */
  readonly exclude?: ((path: string) => boolean) | undefined;
  /** Record permissions and owners as they are. If false, everything is readable for everyone and belongs to root. Default true. */
  readonly owners?: boolean | undefined;
  /** No further folder is read once it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

/** The options of {@link treeNodeFromPath}. */
export interface TreeNodeFromPathOptions extends TreeFromFolderOptions {
  /** What it is called in the tree. Default: as in its folder. */
  readonly name?: string | undefined;
}

const OPTIONS: OptionNames<TreeFromFolderOptions> = { exclude: true, owners: 'switch', signal: true };
const NODE_OPTIONS: OptionNames<TreeNodeFromPathOptions> = { ...OPTIONS, name: 'main' };

/** Other work gets its turn after this long. */
const LONGEST_TURN_MS = 20;
/** The device numbers of Linux (`makedev` in its C libraries): twelve bits of the major number between those of the minor one. */
const MINOR_LOW = 0x100;
const MAJOR_COUNT = 0x1000;
const MINOR_HIGH_UNIT = MINOR_LOW * MAJOR_COUNT;

/**
 * The files and folders of a folder of this computer, whose contents are read later. Symbolic links, devices, named pipes and
 * hard links stay what they are. Entries are in the order of their names.
 * @throws FileSystemError of kind `source` for what cannot be read; OptionsError; the signal's reason
 */
export async function treeFromFolder(path: string, options: TreeFromFolderOptions = {}): Promise<TreeFolder> {
  requireKnownOptions('treeFromFolder()', options, OPTIONS);
  options.signal?.throwIfAborted();
  const stats = look(path, path);
  if (!stats.isDirectory()) throw unreadable(path, 'it is not a folder');
  return (await new FolderScan(options).nodeOf(path, '', { ...attributesOf('', stats, options) }, stats)) as TreeFolder;
}

/**
 * One file of this computer, or a folder with everything in it, as part of a tree.
 * @throws FileSystemError of kind `source`; OptionsError; the signal's reason
 */
export async function treeNodeFromPath(path: string, options: TreeNodeFromPathOptions = {}): Promise<TreeNode> {
  requireKnownOptions('treeNodeFromPath()', options, NODE_OPTIONS);
  options.signal?.throwIfAborted();
  const { name = basename(path) } = options;
  const stats = look(path, path);
  return new FolderScan(options).nodeOf(path, name, attributesOf(name, stats, options), stats);
}

class FolderScan {
  readonly #options: TreeFromFolderOptions;
  #turnEndsMs = performance.now() + LONGEST_TURN_MS;

  constructor(options: TreeFromFolderOptions) {
    this.#options = options;
  }

  async nodeOf(path: string, inTree: string, attributes: NodeAttributes, stats: Stats): Promise<TreeNode> {
    if (stats.isFile()) return new FileOnDisk(dirname(path), basename(path), attributes, stats);
    if (stats.isSymbolicLink()) return { kind: 'link', ...attributes, target: targetOf(path) };
    if (stats.isDirectory()) return { kind: 'folder', ...attributes, children: await this.#childrenOf(path, inTree) };
    const numbers = { major: majorOf(stats.rdev), minor: minorOf(stats.rdev) };
    if (stats.isBlockDevice()) return { kind: 'device', ...attributes, device: 'block', ...numbers };
    if (stats.isCharacterDevice()) return { kind: 'device', ...attributes, device: 'character', ...numbers };
    return { kind: 'device', ...attributes, device: stats.isFIFO() ? 'pipe' : 'socket' };
  }

  async #childrenOf(path: string, inTree: string): Promise<TreeNode[]> {
    const children: TreeNode[] = [];
    for (const name of namesIn(path)) {
      this.#options.signal?.throwIfAborted();
      const childInTree = inTree === '' ? name : `${inTree}/${name}`;
      if (this.#options.exclude?.(childInTree) === true) continue;
      const childPath = join(path, name);
      const stats = look(childPath, path);
      const attributes = attributesOf(name, stats, this.#options);
      // All files of a folder share its path.
      const node = stats.isFile() ? new FileOnDisk(path, name, attributes, stats) : undefined;
      children.push(node ?? (await this.nodeOf(childPath, childInTree, attributes, stats)));
      if (performance.now() > this.#turnEndsMs) {
        await setImmediate();
        this.#turnEndsMs = performance.now() + LONGEST_TURN_MS;
      }
    }
    return children;
  }
}

function namesIn(path: string): string[] {
  const names = attempt(path, () => readdirSync(path)).sort();
  const bad = names.find((name) => name.includes('\ufffd'));
  if (bad !== undefined) throw unreadable(join(path, bad), 'its name is not valid UTF-8', 'Rename it');
  return names;
}

const look = (path: string, of: string): Stats => attempt(path === of ? path : path, () => lstatSync(path));
const targetOf = (path: string): string => attempt(path, () => readlinkSync(path));

function attempt<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw unreadable(path, systemErrorInWords(error), undefined, error);
  }
}

const unreadable = (path: string, why: string, remedy?: string, cause?: unknown): FileSystemError =>
  new FileSystemError({
    kind: 'source',
    reason: `${path} cannot be read: ${why}`,
    remedy: remedy ?? 'Check the path and your permissions, or leave it out',
    path,
    cause,
  });

function attributesOf(name: string, stats: Stats, { owners = true }: TreeFromFolderOptions): NodeAttributes {
  const { mtimeMs } = stats;
  const modified = wholeSeconds(mtimeMs);
  const permissions = stats.mode % KIND_UNIT;
  if (owners) return { name, modified, mode: permissions, uid: stats.uid, gid: stats.gid };
  const executable = stats.isDirectory() || Math.floor(permissions / 0o100) % 2 === 1;
  return { name, modified, mode: executable ? 0o555 : 0o444, uid: 0, gid: 0 };
}

const KIND_UNIT = 0o10000;

function majorOf(rdev: number): number {
  return Math.floor(rdev / MINOR_LOW) % MAJOR_COUNT;
}

function minorOf(rdev: number): number {
  return (rdev % MINOR_LOW) + Math.floor(rdev / MINOR_HIGH_UNIT) * MINOR_LOW;
}
