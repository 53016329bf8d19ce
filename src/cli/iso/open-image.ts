import type { Command } from 'commander';
import { type BlockReader, type DiscFileSystem, ImageBlocks, openFileSystem } from '../../image/index.ts';
import { discBlocks, readMultisession } from '../../index.ts';
import { UsageError } from '../cli-error.ts';
import type { Context } from '../context.ts';
import { oneOf, refuseOption } from '../options.ts';
import { withDrive } from '../with-drive.ts';
import { saidWhatItIs } from '../wrong-file.ts';

export interface OpenImageOptions {
  readonly session?: number;
  readonly start?: number;
  readonly names?: DiscFileSystem['names'];
}

export const IMAGE_ARGUMENT = 'an image of a data track; without it, the disc in the drive of --device';

/** Reads the value of an option that is an address. */
export const blockAddress =
  (option: string) =>
  (value: string): number => {
    const address = Number(value);
    return value !== '' && Number.isInteger(address) && address >= 0
      ? address
      : refuseOption(option, 'must be a block address: 0 or more');
  };

const NAMES = ['rock-ridge', 'joliet', 'iso9660', 'udf'] as const;

/** The options that say which file system is meant. */
export const addOpenOptions = (command: Command): Command =>
  command
    .option(
      '--session <lba>',
      'where the session begins whose file system is meant: 0 for an image, the last one for a disc',
      blockAddress('--session'),
    )
    .option('--start <lba>', 'the address on the disc of the first block of the image: 0', blockAddress('--start'))
    .option(
      '--names <kind>',
      `which names to read: ${NAMES.join(', ')}; the best that there are unless given`,
      oneOf('--names', NAMES),
    );

/** Opens the file system of an image or of the disc in a drive, and closes it again. */
export async function withFileSystem<T>(
  context: Context,
  image: string | undefined,
  { session, start, names }: OpenImageOptions,
  action: (fileSystem: DiscFileSystem) => Promise<T>,
): Promise<T> {
  const open = (blocks: BlockReader, sessionStart: number) =>
    openFileSystem(blocks, { sessionStart, ...(names === undefined ? {} : { names }) });
  if (image !== undefined) {
    await using blocks = await ImageBlocks.open(image, { startBlock: start ?? 0 });
    const fileSystem = await open(blocks, session ?? start ?? 0).catch(async (error: unknown) => {
      throw await saidWhatItIs(error, image, 'an image of a file system');
    });
    return await action(fileSystem);
  }
  if (context.globals.device === undefined)
    throw new UsageError('no image was given', 'Give the path of an image, or --device for the disc in a drive');
  if (start !== undefined) throw new UsageError('--start is for an image file', 'Use --session with a drive');
  return withDrive(context, async (drive) => {
    const last = session ?? (await readMultisession(drive)).lastSessionStartLba ?? 0;
    return action(await open(await discBlocks(drive), last));
  });
}
