import type { Command } from 'commander';
import {
  blocksNeeded,
  CD_WRITE_TYPES,
  type CdWriteType,
  type ChosenRecipe,
  chooseRecipe,
  type DiscJob,
  speedKBps,
  trackBlocks,
} from '../../index.ts';
import { FRAMES_PER_SECOND } from '../../mmc/index.ts';
import { burnTracks } from '../burn-tracks.ts';
import { UsageError } from '../cli-error.ts';
import { confirmWriting } from '../confirm.ts';
import type { Context, ContextOf } from '../context.ts';
import { reportDrive } from '../disc-report.ts';
import { driveInWords, warningsInWords } from '../disc-words.ts';
import { endingOfBurn } from '../ending.ts';
import { plural, secondsText } from '../format.ts';
import { addJobOptions, JOB_ARGUMENT, type JobInputOptions, readJob } from '../job-input.ts';
import { oneOf, refuseOption } from '../options.ts';
import { withDrive } from '../with-drive.ts';

/** Faster than any CD recorder ever sold. */
const HIGHEST_SPEED_TIMES = 100;
const SPEED = `must be a multiple of 1x, such as 16, and at most ${HIGHEST_SPEED_TIMES}`;

export interface BurnCommandOptions extends JobInputOptions {
  readonly speed?: number;
  readonly leaveOpen?: boolean;
  readonly simulate?: boolean;
  readonly verify?: 'none' | 'quick' | 'full';
  readonly writeType?: CdWriteType;
  readonly gapless?: boolean;
  readonly yes?: boolean;
}

/** Reads a write speed. */
export function timesOf(text: string): number {
  const times = Number(text.replace(/x$/i, ''));
  return times > 0 && times <= HIGHEST_SPEED_TIMES ? times : refuseOption('--speed', SPEED);
}

export function addBurn(program: Command, contextOf: ContextOf): void {
  const command = program
    .command('burn')
    .description('burn audio files, or what a document describes, to a CD')
    .argument('<file...>', JOB_ARGUMENT)
    .option('--speed <n>', 'write speed as a multiple of 1x (default: the drive chooses)', timesOf)
    .option(
      '--leave-open',
      'do not close the session: tracks can be added later, and the disc does not play until `discwright close`',
    )
    .option('--gapless', 'no pauses between the tracks (needs a drive that writes Session-At-Once)')
    .option(
      '--write-type <type>',
      'tao: Track-At-Once; sao: Session-At-Once; raw: RAW 96, for drives without Session-At-Once; auto: Session-At-Once if the tracks need it and the drive has it (default: auto)',
      oneOf('--write-type', CD_WRITE_TYPES),
    )
    .option('--simulate', 'test write: do everything with the laser off')
    .option(
      '--verify <how>',
      'none: read back only what the drive reports about the disc and its tracks; quick: also one block of each track; full: compare all of the audio (default: quick)',
      oneOf('--verify', ['none', 'quick', 'full']),
    )
    .option('--yes', 'write to a real disc without asking');
  addJobOptions(command).action(async (files: string[], options: BurnCommandOptions, self: Command) => {
    const context = contextOf(self);
    await using job = await readJob(files, options);
    requireOneSession(job);
    for (const line of warningsInWords(job.warnings)) context.output.note(line);
    await withDrive(context, (drive) => burnJob(context, drive, job, options), { graceful: true, writes: true });
  });
}

/** @throws UsageError for what no recipe writes yet */
function requireOneSession({ tracks: [first, ...others] }: DiscJob): void {
  const what =
    first !== undefined && first.number > 1
      ? `a first track of number ${first.number}`
      : others.some(({ session }) => session !== first?.session)
        ? 'several sessions'
        : undefined;
  if (what === undefined) return;
  throw new UsageError(`this needs ${what}, which cannot be written yet`, 'Burn the audio files one per track instead');
}

/** `3 tracks, 12:34 with the pauses between them`, or `3 tracks, 12:30, Session-At-Once for no pauses between the tracks`. */
function workInWords(lengths: readonly number[], { recipe, needs }: ChosenRecipe): string {
  const tracks = plural(lengths.length, 'track');
  if (recipe.unit === 'track') {
    const time = secondsText(blocksNeeded(lengths) / FRAMES_PER_SECOND);
    return `${tracks}, ${time}${lengths.length > 1 ? ' with the pauses between them' : ''}`;
  }
  const time = secondsText(lengths.reduce((sum, blocks) => sum + blocks, 0) / FRAMES_PER_SECOND);
  return `${tracks}, ${time}, ${recipe.name}${needs.length === 0 ? '' : ` for ${needs.join(', ')}`}`;
}

/** Burns a job, after asking if the disc is a real one. */
export async function burnJob(
  context: Context,
  drive: Parameters<typeof burnTracks>[1],
  job: DiscJob,
  options: BurnCommandOptions,
): Promise<void> {
  const identity = await reportDrive(drive);
  const { tracks, catalogueNumber, cdText } = job;
  const burnOptions = {
    verify: options.verify ?? 'quick',
    ending: endingOfBurn(options),
    testWrite: options.simulate ?? false,
    ...(catalogueNumber === undefined ? {} : { catalogueNumber }),
    ...(cdText === undefined ? {} : { cdText }),
    ...(options.speed === undefined ? {} : { writeSpeedKBps: speedKBps(options.speed) }),
  };
  const { writeType = 'auto', gapless = job.layout === 'exact' } = options;
  const chosen = await chooseRecipe(drive, tracks, { ...burnOptions, writeType, gapless });
  const length = workInWords(tracks.map(trackBlocks), chosen);
  await confirmWriting(context, drive, options.yes, async () => {
    const how = options.simulate ? 'simulated with the laser off' : 'burned permanently';
    return `${length}, will be ${how} on the disc in ${driveInWords(identity)}.`;
  });
  const heading = `${options.simulate ? 'Simulating' : 'Burning'} ${length}, on ${driveInWords(identity)}`;
  await burnTracks(context, drive, identity, { tracks, recipe: chosen.recipe, heading }, burnOptions);
}
