import { open, realpath, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import {
  type DiscFileSystem,
  FileSystemError,
  openFileSystem,
  planIsoImage,
  type TreeFolder,
  type TreeNode,
  treeFromFolder,
  treeNodeFromPath,
} from '../image/index.ts';
import {
  type Drive,
  driveBlocks,
  type Multisession,
  openDataFile,
  readDiscState,
  SenseError,
  TrackFormats,
  type TrackSource,
} from '../index.ts';
import { CliError, UsageError } from './cli-error.ts';
import { naming } from './options.ts';

/** How what is named becomes blocks of a track. */
export interface DataInputOptions {
  /** Mode 2 form 1, in a CD-ROM XA session. */
  readonly xa?: boolean;
  readonly volume?: string;
  readonly joliet?: boolean;
  /** Keep the files of the last session. */
  readonly keep?: boolean;
}

/** Data to be burned, made for the place that it gets. */
export interface DataInput {
  /** Whether it is a file system that is made here, which ends with empty blocks of its own. */
  readonly isMade: boolean;
  /** Of the source that is made: what it does not have of the files. */
  readonly warnings: string[];
  make(drive: Drive, place: Multisession): Promise<TrackSource>;
}

/** Where the descriptors of a volume are, whatever its file system (ECMA-119 6.2.1, ECMA-167 2/8.4). */
const DESCRIPTORS_AT = 16 * 2_048;
const IDENTIFIERS: readonly string[] = ['CD001', 'BEA01', 'CDW02'];
const IMAGE_NAME = /\.(iso|img|udf|bin)$/i;

/**
 * What is to be burned as data: an image as it is, or files and folders in a new file system. What is in a folder that is named
 * alone is at the top.
 */
export async function readData(paths: readonly string[], options: DataInputOptions): Promise<DataInput> {
  const format = options.xa ? TrackFormats.mode2Form1 : TrackFormats.mode1;
  const [path = '', ...others] = paths;
  if (others.length === 0 && (await isImage(path))) {
    requireAsItIs(path, options);
    const source = await openDataFile(path, { format });
    return { isMade: false, warnings: [], make: async () => source };
  }
  const tree = await treeOf(paths);
  const warnings: string[] = [];
  return {
    isMade: true,
    warnings,
    async make(drive, place) {
      const startBlock = place.nextWritableLba ?? 0;
      const previous = options.keep === false ? undefined : await filesOfLastSession(drive, place);
      const image = await planIsoImage(tree, {
        startBlock,
        volumeName: options.volume ?? previous?.volumeName ?? 'CDROM',
        joliet: options.joliet ?? true,
        ...(previous === undefined ? {} : { previous }),
      });
      warnings.splice(0, warnings.length, ...image.warnings);
      return {
        name: others.length === 0 ? basename(resolve(path)) : `${paths.length} files and folders`,
        lengthBytes: image.lengthBytes,
        repeatable: true,
        format,
        placeProblem: (lba) => (lba === startBlock ? undefined : `it was made for LBA ${startBlock}`),
        openReader: () => image.openReader(),
      };
    },
  };
}

/** @throws UsageError for options of a file system that is made */
function requireAsItIs(path: string, { volume, joliet }: DataInputOptions): void {
  if (volume === undefined && joliet !== false) return;
  const option = volume === undefined ? '--no-joliet' : '--volume';
  throw new UsageError(
    `${path} is an image, which is burned as it is: ${option} is for files and folders`,
    `Leave out ${option}, or make the image again with it (\`discwright iso create\`)`,
  );
}

async function isImage(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() !== true) return found === undefined;
  if (IMAGE_NAME.test(path)) return true;
  // One that cannot be read is named by what opens it as an image.
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return true;
  try {
    const { buffer } = await file.read(Buffer.alloc(6), 0, 6, DESCRIPTORS_AT);
    return IDENTIFIERS.includes(buffer.toString('latin1', 1));
  } finally {
    await file.close();
  }
}

async function treeOf(paths: readonly string[]): Promise<TreeFolder> {
  const [path = '', ...others] = paths;
  if (others.length === 0 && (await stat(path)).isDirectory()) return treeFromFolder(await realpath(path));
  const children: TreeNode[] = [];
  for (const each of paths) {
    const name = basename(resolve(each));
    if (children.some((child) => child.name === name)) {
      throw new UsageError(
        `two files or folders are called ${name}`,
        'They would be in one folder: rename one of them',
      );
    }
    children.push(await treeNodeFromPath(await fileOrFolder(each), name));
  }
  return { kind: 'folder', name: '', children };
}

/** Where it really is: a link that is named is followed, unlike those in a folder. @throws UsageError */
async function fileOrFolder(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() === true || found?.isDirectory() === true) return realpath(path);
  throw new UsageError(
    found === undefined ? `${path}: there is no such file or folder` : `${path} is neither a file nor a folder`,
    'Name files and folders, or one image',
  );
}

/** Undefined where the last session has none, as one with audio has. */
async function filesOfLastSession(
  drive: Drive,
  { lastSessionStartLba, sessionOpen }: Multisession,
): Promise<Pick<DiscFileSystem, 'volumeName' | 'tree'> | undefined> {
  if (lastSessionStartLba === null || sessionOpen) return undefined;
  const { tracks } = await readDiscState(drive);
  const first = tracks.find(({ startLba }) => startLba === lastSessionStartLba);
  if (first?.kind !== 'data') return undefined;
  try {
    const found = await openFileSystem(driveBlocks(drive), { sessionStart: lastSessionStartLba });
    const tree = await found.tree();
    return { volumeName: found.volumeName, tree: async () => tree };
  } catch (error) {
    if (error instanceof FileSystemError && error.kind === 'not-found') return undefined;
    if (!(error instanceof FileSystemError || error instanceof SenseError)) throw error;
    throw new CliError(
      `the files of the last session cannot be read, and would be lost from sight: ${error.message.replace(/\.$/, '')}`,
      'Nothing was written. Burn without them (--no-keep), or use another disc',
    );
  }
}

/** Collects the values of `--data`. */
export const collectPaths = (path: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  naming('--data', 'a file or a folder')(path),
];
