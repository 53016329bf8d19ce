import { statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Command } from 'commander';
import {
  type BlockReader,
  type BootImage,
  BootPlatform,
  type DiscFileSystem,
  FileSystemError,
  ImageBlocks,
  type IsoImageOptions,
  type IsoLevel,
  mergeTrees,
  openFileSystem,
  type PlannedImage,
  planIsoImage,
  planUdfImage,
  type TreeFolder,
  type TreeFromFolderOptions,
  treeFromFolder,
  treeNodeFromPath,
  UDF_REVISIONS,
  type UdfImageOptions,
  type UdfRevision,
  writeImage,
} from '../../image/index.ts';
import { UsageError } from '../cli-error.ts';
import type { Context, ContextOf } from '../context.ts';
import { warningsInWords } from '../disc-words.ts';
import { withExamples } from '../manual/examples.ts';
import { naming, oneOf, refuseOption } from '../options.ts';
import { displayOn } from '../progress/display.ts';
import { blockAddress } from './open-image.ts';

interface CreateOptions {
  readonly output?: string;
  readonly volume?: string;
  readonly joliet?: boolean;
  readonly rockRidge?: boolean;
  readonly level?: string;
  readonly udf?: UdfRevision | 'usual';
  readonly udfOnly?: boolean;
  readonly vat?: boolean;
  readonly boot?: string;
  readonly bootInfoTable?: boolean;
  readonly efiBoot?: string;
  readonly start?: number;
  readonly previous?: Previous;
  readonly date?: Date;
  readonly readable?: boolean;
  readonly overwrite?: boolean;
}

export function addIsoCreate(iso: Command, contextOf: ContextOf): void {
  withExamples(iso.command('create'), {
    'an image with the contents of a folder': 'iso create photos --output photos.iso --volume PHOTOS',
    'for a DVD, with UDF': 'iso create photos --output dvd.iso --udf',
    'a session after those that are on a disc': 'iso create letters --output session2.iso --start 12000',
  })
    .description(
      'make an image of folders and files: ISO 9660 with names for Windows (Joliet) and POSIX (Rock Ridge), UDF, or both',
    )
    .argument('<path...>', 'folders, whose contents go into the root, and files')
    .option('-o, --output <file>', 'the image', naming('--output', 'a file'))
    .option('--volume <name>', 'the name of the volume, up to 32 characters, with --udf-only 126: CDROM unless given')
    .option('--joliet', 'names of up to 64 characters for Windows (default)')
    .option('--no-joliet', 'leave them out')
    .option('--rock-ridge', 'POSIX names, permissions, owners, symbolic and hard links, devices (default)')
    .option('--no-rock-ridge', 'leave them out')
    .option(
      '--level <n>',
      'plain ISO 9660: 1 has names of 8.3 characters, 2 of 31, 3 also files of 4 GiB and more (default)',
      oneOf('--level', ['1', '2', '3']),
    )
    .option('--udf [revision]', `the same files in UDF too, at the same place: ${UDF_REVISIONS.join(', ')}`, revisionOf)
    .option('--udf-only', 'UDF without ISO 9660; 2.01 unless --udf gives another revision')
    .option('--vat', 'UDF for a write-once disc that grows (Virtual Allocation Table); with --udf-only')
    .option('--boot <path>', 'a file in the image that a BIOS starts', naming('--boot', 'a file in the image'))
    .option('--boot-info-table', 'write into that file where it is, as ISOLINUX and GRUB want it')
    .option('--efi-boot <path>', 'a file in the image that UEFI starts', naming('--efi-boot', 'a file in the image'))
    .option(
      '--start <lba>',
      'the address of the first block: where the next session begins, by `discwright msinfo`',
      blockAddress('--start'),
    )
    .option(
      '--previous <image@lba>',
      'an image of the disc so far, and where its last session begins: its files stay, and are in the new session too',
      previousOf,
    )
    .option(
      '--date <date>',
      'of the image, such as 2026-11-27T12:00:00Z: the newest date of its files unless given',
      dateOf,
    )
    .option('--readable', 'let everybody read all files, and let them belong to root')
    .option('--overwrite', 'replace an existing image')
    .action(async (paths: readonly string[], options: CreateOptions, command: Command) => {
      const context = contextOf(command);
      const { output } = options;
      if (output === undefined) throw new UsageError('no name for the image was given', 'Give --output FILE');
      await create(context, paths, output, options);
    });
}

/** Without a value, it is empty. */
function revisionOf(value: string): UdfRevision | 'usual' {
  if (value === '') return 'usual';
  const found = UDF_REVISIONS.find((each) => each === value);
  return found ?? refuseOption('--udf', `must be ${UDF_REVISIONS.join(', ')}`);
}

interface Previous {
  readonly image: string;
  readonly sessionStart: number;
}

function previousOf(value: string): Previous {
  const [, image, lba] = /^(.+)@(\d+)$/.exec(value) ?? [];
  if (image === undefined || lba === undefined)
    return refuseOption('--previous', 'must be an image and the address of its last session, such as disc.iso@0');
  return { image, sessionStart: Number(lba) };
}

function dateOf(value: string): Date {
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? refuseOption('--date', 'must be a date, such as 2026-11-27T12:00:00Z') : date;
}

async function create(
  context: Context,
  paths: readonly string[],
  output: string,
  options: CreateOptions,
): Promise<void> {
  const { udfOnly = false } = options;
  requireUsable(options);
  const tree = await treeOf(paths, options.readable === true ? { owners: false } : {});
  const { previous } = options;
  if (previous !== undefined && options.start === undefined)
    throw new UsageError('--previous needs --start', 'Give the address where the new session begins');
  await using blocks = previous === undefined ? undefined : await ImageBlocks.open(previous.image);
  const earlier =
    blocks === undefined || previous === undefined ? {} : { previous: await lastSession(blocks, previous, udfOnly) };
  const image = udfOnly
    ? await planUdfImage(tree, { ...udfSettingsOf(options), ...earlier })
    : await planIsoImage(tree, { ...settingsOf(options), ...earlier });
  await write(context, image, output, options.overwrite === true);
  const { blocks: lengthBlocks, startBlock, lengthBytes, warnings } = image;
  const { joliet = !udfOnly, rockRidge = !udfOnly } = options;
  const udf = udfOf(options) ?? null;
  context.output.result(
    'iso-create',
    { image: output, lengthBlocks, lengthBytes, startBlock, joliet, rockRidge, udf, warnings },
    () => [
      `${output}: ${lengthBlocks} blocks, ${lengthBytes} bytes${startBlock === 0 ? '' : `, for a session that begins at block ${startBlock}`}`,
      ...warningsInWords(warnings),
    ],
  );
}

/** What only one of the file systems has. */
function requireUsable({ udfOnly = false, vat = false, joliet, rockRidge, level, boot, efiBoot }: CreateOptions): void {
  if (vat && !udfOnly)
    throw new UsageError('--vat needs --udf-only', 'ISO 9660 has no table of addresses that can grow: add --udf-only');
  const given = {
    '--joliet': joliet,
    '--rock-ridge': rockRidge,
    '--level': level,
    '--boot': boot,
    '--efi-boot': efiBoot,
  };
  const [option] = Object.entries(given).find(([, value]) => value !== undefined) ?? [];
  if (udfOnly && option !== undefined)
    throw new UsageError(`${option} is for ISO 9660, which --udf-only leaves out`, 'Leave one of them out');
}

function udfOf({ udf, udfOnly = false }: CreateOptions): UdfRevision | undefined {
  if (udf !== undefined && udf !== 'usual') return udf;
  return udfOnly ? '2.01' : udf && '1.02';
}

/** The last session with the names of the file system that is to be made: UDF where there is nothing else. */
async function lastSession(blocks: BlockReader, { sessionStart }: Previous, udfOnly: boolean): Promise<DiscFileSystem> {
  const attempt = (names?: 'udf') =>
    openFileSystem(blocks, { sessionStart, ...(names === undefined ? {} : { names }) });
  if (!udfOnly) return attempt();
  try {
    return await attempt('udf');
  } catch (error) {
    if (error instanceof FileSystemError && error.kind === 'not-found') return attempt();
    throw error;
  }
}

/** The contents of all folders in one root. */
async function treeOf(paths: readonly string[], options: TreeFromFolderOptions): Promise<TreeFolder> {
  let root: TreeFolder | undefined;
  for (const path of paths) {
    const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
    const tree = isFolder
      ? await treeFromFolder(path, options)
      : {
          kind: 'folder' as const,
          name: '',
          children: [await treeNodeFromPath(path, { name: basename(path), ...options })],
        };
    root = root === undefined ? tree : mergeTrees(root, tree);
  }
  return root ?? { kind: 'folder', name: '', children: [] };
}

function udfSettingsOf(options: CreateOptions): UdfImageOptions {
  const { volume, start, date, vat } = options;
  const revision = udfOf(options);
  return {
    ...(revision === undefined ? {} : { revision }),
    ...(volume === undefined ? {} : { volumeName: volume }),
    ...(start === undefined ? {} : { startBlock: start }),
    ...(date === undefined ? {} : { date }),
    ...(vat === true ? { virtual: true } : {}),
  };
}

function settingsOf({ volume, joliet, rockRidge, level, start, date, ...options }: CreateOptions): IsoImageOptions {
  const boot: BootImage[] = [
    ...(options.boot === undefined ? [] : [{ file: options.boot, bootInfoTable: options.bootInfoTable === true }]),
    ...(options.efiBoot === undefined ? [] : [{ file: options.efiBoot, platform: BootPlatform.Efi }]),
  ];
  const udf = udfOf(options);
  return {
    boot,
    ...(udf === undefined ? {} : { udf }),
    ...(volume === undefined ? {} : { volumeName: volume }),
    ...(joliet === undefined ? {} : { joliet }),
    ...(rockRidge === undefined ? {} : { rockRidge }),
    ...(level === undefined ? {} : { level: Number(level) as IsoLevel }),
    ...(start === undefined ? {} : { startBlock: start }),
    ...(date === undefined ? {} : { date }),
  };
}

async function write(
  { output, interrupt }: Context,
  image: PlannedImage,
  path: string,
  overwrite: boolean,
): Promise<void> {
  const display = await displayOn(output.progressStream, output);
  try {
    for await (const { writtenBytes, totalBytes } of writeImage(image, path, { overwrite, signal: interrupt.signal })) {
      const progress = { phase: 'writing', doneBytes: writtenBytes, totalBytes } as const;
      display.show({ title: `Writing ${path}`, fraction: writtenBytes / totalBytes, details: [] }, progress);
    }
  } finally {
    display.end();
  }
}
