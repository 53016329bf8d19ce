import type { Command } from 'commander';
import { FileSystemError, openFileSystem, type TreeFolder, walkTree } from '../../image/index.ts';
import {
  type BlockMedium,
  blocksAsBytes,
  type Drive,
  driveBlocks,
  openDataFile,
  type PatchResult,
  patchDisc,
  readDiscState,
  SenseError,
  speedKBps,
  type TrackSource,
} from '../../index.ts';
import { READ_BLOCK_BYTES } from '../../mmc/index.ts';
import { CancelledBurn, UsageError } from '../cli-error.ts';
import { confirmWriting } from '../confirm.ts';
import type { Context, ContextOf } from '../context.ts';
import { reportDisc, reportDrive } from '../disc-report.ts';
import { driveInWords, warningsInWords } from '../disc-words.ts';
import { plural } from '../format.ts';
import { blockAddress } from '../iso/open-image.ts';
import { withExamples } from '../manual/examples.ts';
import { oneOf } from '../options.ts';
import { BurnStatus } from '../progress/burn-status.ts';
import { displayOn } from '../progress/display.ts';
import { stayAwake } from '../stay-awake.ts';
import { withDrive } from '../with-drive.ts';
import { timesOf } from './burn.ts';

interface PatchCommandOptions {
  readonly at?: number;
  readonly speed?: number;
  readonly verify?: 'none' | 'quick' | 'full';
  readonly yes?: boolean;
}

/** So many of the files that are changed are named. */
const MOST_NAMED = 3;

export function addPatch(program: Command, contextOf: ContextOf): void {
  withExamples(program.command('patch'), {
    'one file, at an address that is known': 'patch letters.bin --at 1600 --device /dev/sr0',
  })
    .description('replace blocks of a DVD+RW, DVD-RAM, BD-RE or formatted DVD-RW')
    .argument('<file>', 'what is written there: whole blocks of 2048 bytes')
    .option('--at <lba>', 'the address of the first block', blockAddress('--at'))
    .option('--speed <n>', 'write speed as a multiple of 1x (default: the drive chooses)', timesOf)
    .option(
      '--verify <how>',
      'none; quick: read one block back; full: compare all of them (default: full)',
      oneOf('--verify', ['none', 'quick', 'full']),
    )
    .option('--yes', 'write to a real disc without asking')
    .action(async (path: string, options: PatchCommandOptions, command: Command) => {
      const context = contextOf(command);
      const { at } = options;
      if (at === undefined) throw new UsageError('no address was given', 'Give --at LBA');
      const source = await openDataFile(path);
      await withDrive(context, (drive) => patch(context, drive, source, { ...options, at }), {
        graceful: true,
        writes: true,
      });
    });
}

async function patch(
  context: Context,
  drive: Drive,
  source: TrackSource,
  options: PatchCommandOptions & { readonly at: number },
): Promise<void> {
  const { at } = options;
  const identity = await reportDrive(drive);
  const { medium } = await readDiscState(drive);
  const blocks = source.lengthBytes / READ_BLOCK_BYTES;
  const files = medium?.writeModel === 'overwrite' ? await filesIn(drive, at, at + blocks) : [];
  const what = replacedInWords(at, blocks, files);
  await using awake = await stayAwake(context, drive, 'writing to a disc');
  const ask = () =>
    confirmWriting(
      context,
      drive,
      options.yes,
      async () => `${what} will be replaced on the disc in ${driveInWords(identity)} by ${source.name}.`,
    );
  const result = await run(context, drive, source, {
    options,
    medium,
    ask,
    heading: `Replacing ${what} by ${source.name}`,
  });
  const { startLba, lengthBlocks, comparisons, cancelled, warnings } = result;
  context.output.result(
    'patch',
    {
      drive: identity,
      disc: await reportDisc(drive),
      lba: at,
      replacedBlocks: blocks,
      startLba,
      lengthBlocks,
      files,
      comparisons,
      cancelled,
      sleep: awake.sleep,
      warnings,
    },
    () => [
      cancelled
        ? `Stopped. Of blocks ${startLba} to ${startLba + lengthBlocks - 1} the first ones are replaced, and the others are as they were.`
        : `Replaced: ${what}.`,
      ...(comparisons.length === 0 ? [] : [`Verified: ${plural(lengthBlocks, 'block')} read back and matched.`]),
      ...warningsInWords(warnings),
    ],
  );
  if (cancelled) throw new CancelledBurn();
}

/** `blocks 100 to 103 (8.2 kB), of photos/a.jpg` */
function replacedInWords(at: number, blocks: number, files: readonly string[]): string {
  const place = blocks === 1 ? `block ${at}` : `blocks ${at} to ${at + blocks - 1}, ${blocksAsBytes(blocks)}`;
  if (files.length === 0) return place;
  const others = files.length - MOST_NAMED;
  return `${place} (in ${files.slice(0, MOST_NAMED).join(', ')}${others > 0 ? ` and ${plural(others, 'other file')}` : ''})`;
}

/** The files that have any of these blocks, by every name; none where there is no file system that can be read. */
async function filesIn(drive: Drive, from: number, to: number): Promise<string[]> {
  let root: TreeFolder;
  try {
    ({ root } = await (await openFileSystem(driveBlocks(drive))).scan());
  } catch (error) {
    if (error instanceof FileSystemError || error instanceof SenseError) return [];
    throw error;
  }
  const found: string[] = [];
  for (const { path, node } of walkTree(root)) {
    if (node.kind !== 'file') continue;
    const isHit = (node.extents ?? []).some(
      ({ startBlock, lengthBytes }) =>
        startBlock !== undefined && startBlock < to && from < startBlock + Math.ceil(lengthBytes / READ_BLOCK_BYTES),
    );
    if (isHit) found.push(path);
  }
  return found;
}

interface Run {
  readonly options: PatchCommandOptions & { readonly at: number };
  readonly medium: BlockMedium | undefined;
  /** Before anything is written, once it is certain that it can be. */
  readonly ask: () => Promise<void>;
  readonly heading: string;
}

async function run(
  { output, interrupt }: Context,
  drive: Drive,
  source: TrackSource,
  { options: { at, speed, verify }, medium, ask, heading }: Run,
): Promise<PatchResult> {
  const display = await displayOn(output.progressStream, output);
  const status = new BurnStatus([{ name: source.name, lengthBlocks: source.lengthBytes / READ_BLOCK_BYTES }], {
    blockBytes: READ_BLOCK_BYTES,
    blocksPerSecond: medium === undefined ? undefined : (speedKBps(1, medium) * 1_000) / READ_BLOCK_BYTES,
  });
  const patching = patchDisc(drive, source, {
    lba: at,
    signal: interrupt.signal,
    ...(verify === undefined ? {} : { verify }),
    ...(speed === undefined ? {} : { writeSpeedKBps: speedKBps(speed, medium) }),
  });
  interrupt.explain({
    first: 'Stopping at the next block: what was replaced by then stays replaced.',
    again: 'Still writing what is in the drive. Unplugging it now would damage the disc; please wait.',
  });
  try {
    for (let begun = false; ; begun = true) {
      const { done, value } = await patching.next();
      if (done) return value;
      if (!begun) {
        await ask();
        interrupt.signal.throwIfAborted();
        output.line(heading);
      }
      display.show(status.of(value), value);
    }
  } finally {
    display.end();
    await patching.return(undefined as never);
  }
}
