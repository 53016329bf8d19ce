import type { Command } from 'commander';
import { UDF_REVISIONS } from '../../image/index.ts';
import {
  BOOK_TYPES,
  type BookTypeChoice,
  type BurnDataOptions,
  blocksAsBytes,
  burnData,
  cdSessionAtOnce,
  cdTrackAtOnce,
  chooseDataRecipe,
  DATA_WRITE_TYPES,
  type DataWriteType,
  type Drive,
  type Multisession,
  readDiscState,
  readMultisession,
  speedKBps,
  trackBlocks,
} from '../../index.ts';
import { READ_BLOCK_BYTES } from '../../mmc/index.ts';
import { burnTracks } from '../burn-tracks.ts';
import { confirmWriting } from '../confirm.ts';
import type { Context, ContextOf } from '../context.ts';
import { udfRevisionOf } from '../data-file-system.ts';
import { type DataInput, type DataInputOptions, readData } from '../data-input.ts';
import { reportDrive } from '../disc-report.ts';
import { driveInWords, warningsInWords } from '../disc-words.ts';
import { type EndingOptions, endingOfBurn, leaveOpenOf } from '../ending.ts';
import { lengthText, plural } from '../format.ts';
import { withExamples } from '../manual/examples.ts';
import { naming, oneOf, refuseOption } from '../options.ts';
import { withDrive } from '../with-drive.ts';
import { timesOf } from './burn.ts';

interface DataCommandOptions extends DataInputOptions, EndingOptions {
  readonly append?: boolean;
  readonly overwrite?: boolean;
  readonly pad?: number;
  readonly bookType?: BookTypeChoice;
  readonly streaming?: boolean;
  readonly speed?: number;
  readonly writeType?: DataWriteType;
  readonly simulate?: boolean;
  readonly verify?: 'none' | 'quick' | 'full';
  readonly yes?: boolean;
}

const MOST_PAD_BLOCKS = 450_000;

/** Reads a number of blocks. */
export function padOf(text: string): number {
  const blocks = Number(text);
  return /^\d+$/.test(text) && blocks <= MOST_PAD_BLOCKS
    ? blocks
    : refuseOption('--pad', `must be a number of blocks, at most ${MOST_PAD_BLOCKS}`);
}

export function addData(program: Command, contextOf: ContextOf): void {
  withExamples(program.command('data'), {
    'the contents of a folder': 'data photos',
    'an image, at 8x, compared with the disc afterwards': 'data backup.iso --speed 8 --verify full',
    'a first session, then more files on the same disc': 'data photos --leave-open && discwright data letters --append',
  })
    .description('burn files and folders, or the image of a file system, in a session of its own')
    .argument('<path...>', 'an image (.iso) as it is; or files and folders, in a new file system')
    .option('--append', 'add a session to a disc that is not blank; an open session is closed first')
    .option('--overwrite', 'replace the data of a DVD+RW, DVD-RAM, BD-RE or formatted DVD-RW')
    .option(
      '--leave-open [what]',
      '=medium (default): close the session so that another can follow; =session: do not close it: the disc cannot be read until `discwright close`',
      leaveOpenOf('medium'),
    )
    .option('--appendable', 'the same as --leave-open=medium, in the word of `discwright close`')
    .option(
      '--volume <name>',
      'the name of the new file system (default: CDROM, or that of the last session)',
      naming('--volume', 'the disc'),
    )
    .option('--joliet', 'with the long names that Windows shows (default)')
    .option('--no-joliet', 'without them')
    .option(
      '--udf [revision]',
      `the same files in UDF too: ${UDF_REVISIONS.join(', ')} (default: 1.02 on DVD and BD, and what the last session has)`,
      udfRevisionOf,
    )
    .option('--no-udf', 'without UDF')
    .option('--udf-only', 'UDF without ISO 9660 (default: 2.01, on BD 2.50)')
    .option(
      '--vat',
      'with --udf-only: with a table of addresses (VAT), as drives write UDF on discs that are written once',
    )
    .option(
      '--remove <path>',
      'with --append: leave this file or folder of the last session out; several times',
      (path: string, before: readonly string[] = []) => [
        ...before,
        naming('--remove', 'a file or folder on the disc')(path),
      ],
    )
    .option('--no-keep', 'with --append: only the new files are seen, not also those of the last session')
    .option('--xa', 'write Mode 2 form 1 in a CD-ROM XA session instead of Mode 1')
    .option(
      '--pad <blocks>',
      'zeros after the data, for readers that read ahead (default: 150, or none if it ends with them)',
      padOf,
    )
    .option(
      '--write-type <type>',
      'tao: Track-At-Once; sao: Session-At-Once; auto: Track-At-Once (default: auto)',
      oneOf('--write-type', DATA_WRITE_TYPES),
    )
    .option(
      '--book-type <type>',
      'blank DVD+R, or DVD+RW that is formatted first: dvd-rom, or own; the drive keeps the setting (default: as the drive is set)',
      oneOf('--book-type', BOOK_TYPES),
    )
    .option('--streaming', 'DVD-RAM, BD-RE, BD-R: write at full speed, without verifying and replacing bad blocks')
    .option('--speed <n>', 'write speed as a multiple of 1x (default: the drive chooses)', timesOf)
    .option('--simulate', 'test write: do everything with the laser off')
    .option(
      '--verify <how>',
      'none: read back only what the drive reports about the disc and its tracks; quick: also one block; full: compare all of the data (default: quick)',
      oneOf('--verify', ['none', 'quick', 'full']),
    )
    .option('--yes', 'write to a real disc without asking')
    .action(async (paths: string[], options: DataCommandOptions, self: Command) => {
      const context = contextOf(self);
      const data = await readData(paths, options);
      await withDrive(context, (drive) => burnDataJob(context, drive, data, options), { graceful: true, writes: true });
    });
}

/** Of a disc that is overwritten, without what it holds. */
const FROM_ITS_START: Multisession = { lastSessionStartLba: null, nextWritableLba: 0, sessionOpen: false };

async function burnDataJob(
  context: Context,
  drive: Drive,
  data: DataInput,
  { append = false, overwrite = false, leaveOpen, appendable, pad, writeType = 'auto', ...options }: DataCommandOptions,
): Promise<void> {
  const ending = endingOfBurn({ leaveOpen, appendable });
  const identity = await reportDrive(drive);
  const make = (place: Multisession) => data.make(drive, place);
  const { medium } = await readDiscState(drive);
  const replaces = medium?.writeModel === 'overwrite' && !append;
  const track = await make(replaces ? FROM_ITS_START : await readMultisession(drive));
  for (const line of warningsInWords(data.warnings)) context.output.note(line);
  const blocks = medium === undefined ? trackBlocks(track) : Math.ceil(track.lengthBytes / READ_BLOCK_BYTES);
  const size =
    medium === undefined
      ? `${plural(blocks, 'block')} of data (${track.name}, ${lengthText(blocks)})`
      : `${track.name}, ${blocksAsBytes(blocks)}`;
  await confirmWriting(context, drive, options.yes, async () => {
    const how = options.simulate ? 'simulated with the laser off' : 'burned permanently';
    const lost = overwrite && medium?.writeModel === 'overwrite' ? ' What is on it is overwritten.' : '';
    return `${size}${medium === undefined ? '' : ','} will be ${how} on the disc in ${driveInWords(identity)}.${lost}`;
  });
  const dataOptions: BurnDataOptions = {
    append,
    overwrite,
    writeType,
    ...(pad === undefined ? {} : { padBlocks: pad }),
  };
  const cdRecipe = writeType === 'sao' ? cdSessionAtOnce : cdTrackAtOnce;
  const recipe = medium === undefined ? cdRecipe : (await chooseDataRecipe(drive, { writeType })).recipe;
  const heading = `${options.simulate ? 'Simulating' : 'Burning'} ${size}, on ${driveInWords(identity)}`;
  await burnTracks(
    context,
    drive,
    identity,
    {
      tracks: [track],
      recipe,
      units: {
        blockBytes: READ_BLOCK_BYTES,
        blocksPerSecond: medium === undefined ? undefined : (speedKBps(1, medium) * 1_000) / READ_BLOCK_BYTES,
      },
      heading,
      burning: (burnOptions) => burnData(drive, make, { ...burnOptions, ...dataOptions }),
    },
    {
      verify: options.verify ?? 'quick',
      ending,
      testWrite: options.simulate ?? false,
      streaming: options.streaming ?? false,
      ...(options.bookType === undefined ? {} : { bookType: options.bookType }),
      ...(options.speed === undefined ? {} : { writeSpeedKBps: speedKBps(options.speed, medium) }),
    },
  );
}
