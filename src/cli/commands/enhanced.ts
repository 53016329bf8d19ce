import type { Command } from 'commander';
import {
  afterSessions,
  type BurnOptions,
  blocksNeeded,
  burnData,
  CD_WRITE_TYPES,
  type CdWriteType,
  type ChosenRecipe,
  cdTrackAtOnce,
  checkSessions,
  chooseRecipe,
  type DiscJob,
  type Drive,
  type Multisession,
  readDiscState,
  sessionBlocks,
  speedKBps,
  type TrackSource,
  trackBlocks,
} from '../../index.ts';
import { PREGAP_BLOCKS, sessionGapBlocks } from '../../mmc/index.ts';
import { burnTracks, type SessionReport } from '../burn-tracks.ts';
import { CliError, UsageError } from '../cli-error.ts';
import { confirmWriting } from '../confirm.ts';
import type { Context, ContextOf } from '../context.ts';
import { collectPaths, type DataInput, readData } from '../data-input.ts';
import { reportDrive } from '../disc-report.ts';
import { driveInWords, warningsInWords } from '../disc-words.ts';
import { lengthText, plural } from '../format.ts';
import { addJobOptions, JOB_ARGUMENT, type JobInputOptions, readJob } from '../job-input.ts';
import { withExamples } from '../manual/examples.ts';
import { naming, oneOf } from '../options.ts';
import { withDrive } from '../with-drive.ts';
import { timesOf } from './burn.ts';

interface EnhancedOptions extends JobInputOptions {
  readonly data: readonly string[];
  readonly mode1?: boolean;
  readonly volume?: string;
  readonly joliet?: boolean;
  readonly writeType?: CdWriteType;
  readonly speed?: number;
  readonly verify?: 'none' | 'quick' | 'full';
  readonly yes?: boolean;
}

export function addEnhanced(program: Command, contextOf: ContextOf): void {
  const command = withExamples(program.command('enhanced'), {
    'an album with a folder of pictures': 'enhanced album.cue --data pictures',
  })
    .description('burn an Enhanced CD (CD Extra): audio in session 1, which players play, and data in session 2')
    .argument('<file...>', JOB_ARGUMENT)
    .requiredOption(
      '--data <path>',
      'the data of session 2: a folder, a file, or an image made for that place; several times for several files and folders',
      collectPaths,
    )
    .option('--volume <name>', 'the name of the new file system (default: CDROM)', naming('--volume', 'the disc'))
    .option('--joliet', 'with the long names that Windows shows (default)')
    .option('--no-joliet', 'without them')
    .option('--mode1', 'write the data as Mode 1 instead of Mode 2 form 1 in a CD-ROM XA session')
    .option(
      '--write-type <type>',
      'how the audio is written: tao, sao, or auto (default: auto)',
      oneOf(
        '--write-type',
        CD_WRITE_TYPES.filter((type) => type !== 'raw'),
      ),
    )
    .option('--speed <n>', 'write speed as a multiple of 1x (default: the drive chooses)', timesOf)
    .option(
      '--verify <how>',
      'none, quick or full, as for `burn` (default: quick)',
      oneOf('--verify', ['none', 'quick', 'full']),
    )
    .option('--yes', 'write to a real disc without asking');
  addJobOptions(command).action(async (files: string[], options: EnhancedOptions, self: Command) => {
    const context = contextOf(self);
    await using job = await readJob(files, options);
    requireAudio(job);
    const data = await readData(options.data, {
      xa: options.mode1 !== true,
      joliet: options.joliet ?? true,
      ...(options.volume === undefined ? {} : { volume: options.volume }),
    });
    for (const line of warningsInWords(job.warnings)) context.output.note(line);
    await withDrive(context, (drive) => burnEnhanced(context, drive, { job, data }, options), {
      graceful: true,
      writes: true,
    });
  });
}

/** @throws UsageError */
function requireAudio({ tracks }: DiscJob): void {
  const [first] = tracks;
  if (tracks.some(({ session }) => session !== first?.session)) {
    throw new UsageError('the audio has several sessions', 'Give the audio of one session');
  }
  const data = tracks.find(({ format }) => format !== undefined && format.name !== 'audio');
  if (data !== undefined) throw new UsageError(`${data.name} is not audio`, 'Give the data with --data');
}

interface Parts {
  readonly job: DiscJob;
  readonly data: DataInput;
}

async function burnEnhanced(
  context: Context,
  drive: Drive,
  { job, data }: Parts,
  options: EnhancedOptions,
): Promise<void> {
  const identity = await reportDrive(drive);
  const { tracks, catalogueNumber, cdText } = job;
  const common: BurnOptions = {
    verify: options.verify ?? 'quick',
    ...(options.speed === undefined ? {} : { writeSpeedKBps: speedKBps(options.speed) }),
  };
  const audioOptions: BurnOptions = {
    ...common,
    ending: 'close-session',
    ...(catalogueNumber === undefined ? {} : { catalogueNumber }),
    ...(cdText === undefined ? {} : { cdText }),
  };
  await requireBlank(drive);
  const { writeType = 'auto', gapless = job.layout === 'exact' && writeType !== 'tao' } = options;
  const chosen = await chooseRecipe(drive, tracks, { ...audioOptions, writeType, gapless });
  const make = (place: Multisession) => data.make(drive, place);
  const track = await make(placeAfter(tracks, chosen));
  for (const line of warningsInWords(data.warnings)) context.output.note(line);
  const dataOptions: BurnOptions = { ...common, ending: 'finalize' };
  const sessions = [
    { recipe: chosen.recipe, sources: tracks, options: audioOptions },
    { recipe: cdTrackAtOnce, sources: [track], options: dataOptions },
  ];
  await checkSessions(drive, sessions, { signal: context.interrupt.signal });
  const parts = `${plural(tracks.length, 'track')} of audio, ${chosen.recipe.name}, and ${lengthText(trackBlocks(track))} of data`;
  await confirmWriting(
    context,
    drive,
    options.yes,
    async () => `${parts} will be burned permanently on the disc in ${driveInWords(identity)}.`,
  );
  const done: SessionReport[] = [];
  const heading = (what: string) => `Burning ${what}, on ${driveInWords(identity)}`;
  const audio = { tracks, recipe: chosen.recipe, heading: heading('session 1 of 2, audio'), more: true, done };
  await burnTracks(context, drive, identity, audio, audioOptions);
  const burning = (burnOptions: BurnOptions) => burnData(drive, make, { ...burnOptions, append: true });
  const second = { tracks: [track], recipe: cdTrackAtOnce, heading: heading('session 2 of 2, data'), done, burning };
  try {
    await burnTracks(context, drive, identity, second, dataOptions);
  } catch (error) {
    throw afterSessions(1, error);
  }
}

async function requireBlank(drive: Drive): Promise<void> {
  const { status, erasable } = await readDiscState(drive);
  if (status === 'blank') return;
  throw new CliError(
    'an Enhanced CD begins with audio on a blank disc, and this disc is not blank',
    `${erasable ? 'Erase it with `discwright blank`' : 'Use a blank disc'}, or add the data to the audio that is on it: \`discwright data --append --xa\``,
  );
}

/** Where the data will be, as the standard lays out the sessions. */
function placeAfter(tracks: readonly TrackSource[], { recipe }: ChosenRecipe): Multisession {
  const used = recipe.unit === 'track' ? blocksNeeded(tracks.map(trackBlocks)) : sessionBlocks(tracks);
  return {
    lastSessionStartLba: 0,
    nextWritableLba: used + sessionGapBlocks(1) + PREGAP_BLOCKS,
    sessionOpen: false,
  };
}
