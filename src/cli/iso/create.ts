import { statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Command } from 'commander';
import {
  type BootImage,
  BootPlatform,
  ImageBlocks,
  type IsoImage,
  type IsoImageOptions,
  type IsoLevel,
  mergeTrees,
  openFileSystem,
  planIsoImage,
  type TreeFolder,
  type TreeFromFolderOptions,
  treeFromFolder,
  treeNodeFromPath,
  writeImage,
} from '../../image/index.ts';
import { UsageError } from '../cli-error.ts';
import type { Context, ContextOf } from '../context.ts';
import { warningsInWords } from '../disc-words.ts';
import { naming, oneOf, refuseOption } from '../options.ts';
import { displayOn } from '../progress/display.ts';
import { blockAddress } from './open-image.ts';

interface CreateOptions {
  readonly output?: string;
  readonly volume?: string;
  readonly joliet?: boolean;
  readonly rockRidge?: boolean;
  readonly level?: string;
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
  iso
    .command('create')
    .description('make an ISO 9660 image of folders and files, with names for Windows (Joliet) and POSIX (Rock Ridge)')
    .argument('<path...>', 'folders, whose contents go into the root, and files')
    .option('-o, --output <file>', 'the image', naming('--output', 'a file'))
    .option('--volume <name>', 'the name of the volume, up to 32 characters: CDROM unless given')
    .option('--joliet', 'names of up to 64 characters for Windows (default)')
    .option('--no-joliet', 'leave them out')
    .option('--rock-ridge', 'POSIX names, permissions, owners, symbolic and hard links, devices (default)')
    .option('--no-rock-ridge', 'leave them out')
    .option(
      '--level <n>',
      'plain ISO 9660: 1 has names of 8.3 characters, 2 of 31, 3 also files of 4 GiB and more (default)',
      oneOf('--level', ['1', '2', '3']),
    )
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
  const tree = await treeOf(paths, options.readable === true ? { owners: false } : {});
  const { previous } = options;
  if (previous !== undefined && options.start === undefined)
    throw new UsageError('--previous needs --start', 'Give the address where the new session begins');
  await using blocks = previous === undefined ? undefined : await ImageBlocks.open(previous.image);
  const image = await planIsoImage(tree, {
    ...settingsOf(options),
    ...(blocks === undefined || previous === undefined
      ? {}
      : { previous: await openFileSystem(blocks, { sessionStart: previous.sessionStart }) }),
  });
  await write(context, image, output, options.overwrite === true);
  const { blocks: lengthBlocks, startBlock, lengthBytes, warnings } = image;
  const { joliet = true, rockRidge = true } = options;
  context.output.result({ image: output, lengthBlocks, lengthBytes, startBlock, joliet, rockRidge, warnings }, () => [
    `${output}: ${lengthBlocks} blocks, ${lengthBytes} bytes${startBlock === 0 ? '' : `, for a session that begins at block ${startBlock}`}`,
    ...warningsInWords(warnings),
  ]);
}

/** The contents of all folders in one root. */
async function treeOf(paths: readonly string[], options: TreeFromFolderOptions): Promise<TreeFolder> {
  let root: TreeFolder | undefined;
  for (const path of paths) {
    const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
    const tree = isFolder
      ? await treeFromFolder(path, options)
      : { kind: 'folder' as const, name: '', children: [await treeNodeFromPath(path, basename(path), options)] };
    root = root === undefined ? tree : mergeTrees(root, tree);
  }
  return root ?? { kind: 'folder', name: '', children: [] };
}

function settingsOf({ volume, joliet, rockRidge, level, start, date, ...options }: CreateOptions): IsoImageOptions {
  const boot: BootImage[] = [
    ...(options.boot === undefined ? [] : [{ file: options.boot, bootInfoTable: options.bootInfoTable === true }]),
    ...(options.efiBoot === undefined ? [] : [{ file: options.efiBoot, platform: BootPlatform.Efi }]),
  ];
  return {
    boot,
    ...(volume === undefined ? {} : { volumeName: volume }),
    ...(joliet === undefined ? {} : { joliet }),
    ...(rockRidge === undefined ? {} : { rockRidge }),
    ...(level === undefined ? {} : { level: Number(level) as IsoLevel }),
    ...(start === undefined ? {} : { startBlock: start }),
    ...(date === undefined ? {} : { date }),
  };
}

async function write({ output, interrupt }: Context, image: IsoImage, path: string, overwrite: boolean): Promise<void> {
  const display = await displayOn(output.progressStream);
  try {
    for await (const { writtenBytes, totalBytes } of writeImage(image, path, { overwrite, signal: interrupt.signal }))
      display.show({ title: `Writing ${path}`, fraction: writtenBytes / totalBytes, details: [] });
  } finally {
    display.end();
  }
}
