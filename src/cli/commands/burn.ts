import type { Command } from 'commander';
import {
  blocksNeeded,
  CD_WRITE_TYPES,
  type CdWriteType,
  type ChosenRecipe,
  chooseRecipe,
  type DiscJob,
  type JobTrack,
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
import { NORMALIZE, normalized, targetOf } from '../normalize.ts';
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
  readonly yes?: boolean;
  readonly normalize?: number | true;
}

/** Reads a write speed. */
export function timesOf(text: string): number {
  const times = Number(text.replace(/x$/i, ''));
  return times > 0 && times <= HIGHEST_SPEED_TIMES ? times : refuseOption('--speed', SPEED);
}

export const addBurn = (program: Command, contextOf: ContextOf): void =>
  addBurnTo(program, contextOf, 'burn audio files, or what a document describes, to a CD');

/** @param parent the program, or a command of its own that this one is a part of */
export function addBurnTo(parent: Command, contextOf: ContextOf, description: string): void {
  const command = parent
    .command('burn')
    .description(description)
    .argument('<file...>', JOB_ARGUMENT)
    .option('--speed <n>', 'write speed as a multiple of 1x (default: the drive chooses)', timesOf)
    .option(
      '--leave-open',
      'do not close the session: tracks can be added later, and the disc does not play until `discwright close`',
    )
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
    .option('--normalize [lufs]', NORMALIZE, targetOf)
    .option('--yes', 'write to a real disc without asking');
  addJobOptions(command).action(async (files: string[], options: BurnCommandOptions, self: Command) => {
    const context = contextOf(self);
    await using opened = await readJob(files, options);
    requireWritable(opened, options);
    for (const line of warningsInWords(opened.warnings)) context.output.note(line);
    const job = options.normalize === undefined ? opened : await normalized(context, opened, options.normalize);
    await withDrive(context, (drive) => burnJob(context, drive, job, options), { graceful: true, writes: true });
  });
}

/** @throws UsageError for what no recipe writes yet */
function requireWritable({ tracks: [first, ...others] }: DiscJob, { simulate = false }: BurnCommandOptions): void {
  if (first !== undefined && first.number > 1) {
    throw new UsageError(
      `this needs a first track of number ${first.number}, which cannot be written yet`,
      'Burn the audio files one per track instead',
    );
  }
  if (simulate && others.some(({ session }) => session !== first?.session)) {
    throw new UsageError(
      'several sessions cannot be simulated: the second one needs the first on the disc',
      'Leave out --simulate, or burn to a simulated drive (--device sim:)',
    );
  }
}

/** The tracks of each session, in order. */
function sessionsOf({ tracks }: DiscJob): (readonly JobTrack[])[] {
  const numbers = [...new Set(tracks.map(({ session }) => session))];
  return numbers.map((number) => tracks.filter(({ session }) => session === number));
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
  const sessions = sessionsOf(job);
  for (const [index, tracks] of sessions.entries()) {
    const isLast = index === sessions.length - 1;
    // The lead-in of the first session has the texts of the disc.
    const { catalogueNumber, cdText } = index === 0 ? job : {};
    const burnOptions = {
      verify: options.verify ?? 'quick',
      ending: isLast ? endingOfBurn(options) : ('close-session' as const),
      testWrite: options.simulate ?? false,
      ...(catalogueNumber === undefined ? {} : { catalogueNumber }),
      ...(cdText === undefined ? {} : { cdText }),
      ...(options.speed === undefined ? {} : { writeSpeedKBps: speedKBps(options.speed) }),
    };
    const { writeType = 'auto', gapless = job.layout === 'exact' } = options;
    const chosen = await chooseRecipe(drive, tracks, { ...burnOptions, writeType, gapless });
    const which = sessions.length === 1 ? '' : `session ${index + 1} of ${sessions.length}, `;
    const length = `${which}${workInWords(tracks.map(trackBlocks), chosen)}`;
    if (index === 0) {
      const all = sessions.length === 1 ? length : plural(sessions.length, 'session');
      await confirmWriting(context, drive, options.yes, async () => {
        const how = options.simulate ? 'simulated with the laser off' : 'burned permanently';
        return `${all}, will be ${how} on the disc in ${driveInWords(identity)}.`;
      });
    }
    const heading = `${options.simulate ? 'Simulating' : 'Burning'} ${length}, on ${driveInWords(identity)}`;
    const work = { tracks, recipe: chosen.recipe, heading, more: !isLast };
    await burnTracks(context, drive, identity, work, burnOptions);
  }
}
