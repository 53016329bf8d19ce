import { open, realpath, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { type TreeFolder, type TreeNode, treeFromFolder, treeNodeFromPath } from '../image/index.ts';
import { type Drive, type Multisession, openDataFile, TrackFormats, type TrackSource } from '../index.ts';
import { UsageError } from './cli-error.ts';
import { type FileSystemOptions, planFileSystem, requireFileSystemOptions } from './data-file-system.ts';
import { naming } from './options.ts';
import { requireNoDocument } from './wrong-file.ts';

/** How what is named becomes blocks of a track. */
export interface DataInputOptions extends FileSystemOptions {
  /** Mode 2 form 1, in a CD-ROM XA session. */
  readonly xa?: boolean;
}

/** Data to be burned, made for the place that it gets. */
export interface DataInput {
  /** Of the source that is made: what it does not have of the files. */
  readonly warnings: string[];
  make(drive: Drive, place: Multisession): Promise<TrackSource>;
}

/** Where the descriptors of a volume are, whatever its file system (ECMA-119 6.2.1, ECMA-167 2/8.4). */
const DESCRIPTORS_AT = 16 * 2_048;
const IDENTIFIERS: readonly string[] = ['CD001', 'BEA01', 'CDW02'];
const IMAGE_NAME = /\.(iso|img|udf|bin)$/i;
/** Names that other files have as often. */
const AMBIGUOUS_NAME = /\.(img|bin)$/i;

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
    return { warnings: [], make: async () => source };
  }
  if (others.length === 0) await requireNoDocument(path);
  requireFileSystemOptions(options);
  const tree = await treeOf(paths);
  const warnings: string[] = [];
  return {
    warnings,
    async make(drive, place) {
      const image = await planFileSystem(drive, tree, { place, options });
      const { startBlock } = image;
      warnings.splice(0, warnings.length, ...image.warnings);
      return {
        name: others.length === 0 ? basename(resolve(path)) : `${paths.length} files and folders`,
        lengthBytes: image.lengthBytes,
        repeatable: true,
        format,
        endsPadded: image.endsPadded,
        placeProblem: (lba) => (lba === startBlock ? undefined : `it was made for LBA ${startBlock}`),
        openReader: () => image.openReader(),
      };
    },
  };
}

/** @throws UsageError for options of a file system that is made */
function requireAsItIs(path: string, { volume, joliet, udf, udfOnly, vat, remove }: DataInputOptions): void {
  const given = {
    '--volume': volume !== undefined,
    '--no-joliet': joliet === false,
    [udf === false ? '--no-udf' : '--udf']: udf !== undefined,
    '--udf-only': udfOnly === true,
    '--vat': vat === true,
    '--remove': remove !== undefined,
  };
  const [option] = Object.entries(given).find(([, isGiven]) => isGiven) ?? [];
  if (option === undefined) return;
  throw new UsageError(
    `${path} is an image, which is burned as it is: ${option} is for files and folders`,
    `Leave out ${option}, or make the image again with it (\`discwright iso create\`)`,
  );
}

async function isImage(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() !== true) return found === undefined;
  // One that cannot be read is named by what opens it as an image.
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return true;
  try {
    const { buffer } = await file.read(Buffer.alloc(6), 0, 6, DESCRIPTORS_AT);
    if (IDENTIFIERS.includes(buffer.toString('latin1', 1))) return true;
  } finally {
    await file.close();
  }
  if (!AMBIGUOUS_NAME.test(path)) return IMAGE_NAME.test(path);
  throw new UsageError(
    `${path} has the name of an image, and neither ISO 9660 nor UDF in it: burned as it is, it would show no files`,
    'To have it as a file, put it into a folder and name that; to burn its blocks as they are, name it .iso',
  );
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
    children.push(await treeNodeFromPath(await fileOrFolder(each), { name }));
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

/** Collects the values of `--data`. */
export const collectPaths = (path: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  naming('--data', 'a file or a folder')(path),
];
