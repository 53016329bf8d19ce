import type { Stats } from 'node:fs';
import { chmod, type FileHandle, link, lstat, mkdir, open, rm, symlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { systemErrorInWords } from '../../error-words.ts';
import { type OptionNames, requireKnownOptions } from '../../known-options.ts';
import type { Operation } from '../../operation/operation.ts';
import { operationOf } from '../../operation/operation-of.ts';
import { FileSystemError } from '../filesystem-error.ts';
import type { TreeFile, TreeFolder, TreeNode } from '../tree/model.ts';
import { type Extractable, extractable, type SkippedNode } from './safe-paths.ts';

/** What `extractTree` does besides writing files. */
export interface ExtractOptions {
  /** Ends after the piece of a file that is being written; what was extracted so far stays. */
  readonly signal?: AbortSignal | undefined;
}

const OPTIONS: OptionNames<ExtractOptions> = { signal: true };

/** How far `extractTree` is: the file that it writes, in bytes. */
export interface ExtractProgress {
  readonly path: string;
  readonly extractedBytes: number;
  readonly totalBytes: number;
}

/** What `extractTree` has written, and what it has left out. */
export interface ExtractResult {
  /** How many files. */
  readonly files: number;
  /** How many folders. */
  readonly folders: number;
  /** How many symbolic links. */
  readonly links: number;
  readonly extractedBytes: number;
  /** What was not extracted, because it would be outside the target folder, or cannot exist there. */
  readonly skipped: readonly SkippedNode[];
}

const PIECE_BYTES = 1_048_576;
/** Nobody's program may run with another owner's rights because it was on a disc. */
const PERMISSIONS = 0o1000;
/** A folder that its owner cannot write to could not be removed again. */
const OWNER_WRITES = 0o700;

/**
 * Extracts a tree to a folder of this computer, with permissions and dates but not owners. Nothing is overwritten or removed, and nothing is
 * written outside the folder: names that lead elsewhere are left out, symbolic links are made last, and only if they stay inside. Devices are
 * left out.
 * @throws FileSystemError of kind `exists`, before anything is written, if a name is taken by anything but a folder for a folder;
 * of kind `damaged` for a file that cannot be read, whose incomplete copy stays; of kind `file-system`
 */
export function extractTree(
  root: TreeFolder,
  target: string,
  options: ExtractOptions = {},
): Operation<ExtractProgress, ExtractResult> {
  return operationOf('extractTree()', options, (given) => extractTreeSteps(root, target, given));
}

async function* extractTreeSteps(
  root: TreeFolder,
  target: string,
  options: ExtractOptions,
): AsyncGenerator<ExtractProgress, ExtractResult> {
  requireKnownOptions('extractTree()', options, OPTIONS);
  const { nodes, skipped } = extractable(root);
  await requireFree(target, nodes);
  await attempt(target, mkdir(target, { recursive: true }));
  const files = nodes.filter((each): each is Extractable & { node: TreeFile } => each.node.kind === 'file');
  const folders = nodes.filter(({ node }) => node.kind === 'folder');
  const links = nodes.filter(({ node }) => node.kind === 'link');
  for (const { path } of folders) await makeFolder(join(target, path));
  const totalBytes = files.reduce((sum, { node }) => sum + node.lengthBytes, 0);
  const firstNames = new Map<string, string>();
  let extractedBytes = 0;
  for (const { path, node } of files) {
    options.signal?.throwIfAborted();
    yield { path, extractedBytes, totalBytes };
    const to = join(target, path);
    const firstName = node.linkId === undefined ? undefined : firstNames.get(node.linkId);
    if (firstName !== undefined && (await linked(firstName, to))) continue;
    for await (const length of copied(node, path, to)) {
      extractedBytes += length;
      options.signal?.throwIfAborted();
      yield { path, extractedBytes, totalBytes };
    }
    if (node.linkId !== undefined) firstNames.set(node.linkId, to);
  }
  for (const { path, node } of links) {
    if (node.kind === 'link') await attempt(path, symlink(node.target, join(target, path)));
  }
  for (const { path, node } of [...folders].reverse()) await finish(join(target, path), node, OWNER_WRITES);
  return { files: files.length, folders: folders.length, links: links.length, extractedBytes, skipped };
}

/** Looks for names that are taken, only in folders that exist. */
async function requireFree(target: string, nodes: readonly Extractable[]): Promise<void> {
  const existing = new Set<string>();
  if ((await found(target)) !== undefined) existing.add('');
  for (const { path, node } of nodes) {
    const parent = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
    if (!existing.has(parent)) continue;
    const stats = await found(join(target, path));
    if (stats === undefined) continue;
    if (node.kind !== 'folder' || !stats.isDirectory()) throw alreadyThere(join(target, path));
    existing.add(path);
  }
}

async function found(path: string): Promise<Stats | undefined> {
  try {
    return await lstat(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw failed(path, error);
  }
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const stats = (error as NodeJS.ErrnoException).code === 'EEXIST' ? await found(path) : undefined;
    if (stats?.isDirectory() !== true) throw failed(path, error);
  }
}

/** Whether another name for a file could be made; some file systems have no such links. */
async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw alreadyThere(to);
    return false;
  }
}

async function* copied(node: TreeFile, path: string, to: string): AsyncGenerator<number> {
  if (node.openReader === undefined) throw failed(to, new Error(`${path} has no contents`));
  const reader = await node.openReader();
  let handle: FileHandle | undefined;
  let written = 0;
  try {
    // Fails if the name is taken, also by a symbolic link.
    handle = await attempt(to, open(to, 'wx'));
    const piece = new Uint8Array(Math.max(1, Math.min(PIECE_BYTES, node.lengthBytes)));
    for (;;) {
      const length = await reader.read(piece);
      if (length === 0) break;
      await attempt(to, handle.writeFile(piece.subarray(0, length)));
      written += length;
      yield length;
      if (length < piece.length) break;
    }
    if (written < node.lengthBytes)
      throw failed(to, new Error(`${path} ended ${node.lengthBytes - written} bytes early`));
  } finally {
    await reader.close();
    await handle?.close();
    // A part of a file would pass for the whole one.
    if (handle !== undefined && written < node.lengthBytes) await rm(to, { force: true });
  }
  await finish(to, node, 0);
}

/** Gives permissions and date. */
async function finish(path: string, { mode, modified }: TreeNode, always: number): Promise<void> {
  if (mode !== undefined) await attempt(path, chmod(path, withBits(mode % PERMISSIONS, always)));
  if (modified !== undefined) await attempt(path, utimes(path, modified, modified));
}

/** Permissions with those that the owner always gets. */
const withBits = (mode: number, always: number): number => (always === 0 ? mode : (mode % 0o100) + always);

async function attempt<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw alreadyThere(path);
    throw failed(path, error);
  }
}

const alreadyThere = (path: string): FileSystemError =>
  new FileSystemError({
    kind: 'exists',
    reason: `${path} already exists`,
    remedy: 'Extract to another folder: nothing is overwritten',
    path,
  });

const failed = (path: string, cause: unknown): FileSystemError =>
  cause instanceof FileSystemError
    ? cause
    : new FileSystemError({
        kind: 'file-system',
        reason: `${path} cannot be written: ${systemErrorInWords(cause)}`,
        remedy: 'Check the path, your permissions and the free space',
        path,
        cause,
      });
