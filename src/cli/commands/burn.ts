import type { Command } from 'commander';
import { afterSessions, CD_WRITE_TYPES, type DiscJob } from '../../index.ts';
import { type BurnCommandOptions, checkRequests, sessionsToBurn, trackAtOnceWarnings } from '../burn-sessions.ts';
import { burnTracks, type SessionReport } from '../burn-tracks.ts';
import { UsageError } from '../cli-error.ts';
import { confirmWriting } from '../confirm.ts';
import type { Context, ContextOf } from '../context.ts';
import { reportDrive } from '../disc-report.ts';
import { driveInWords, warningsInWords } from '../disc-words.ts';
import { leaveOpenOf } from '../ending.ts';
import { plural } from '../format.ts';
import { addJobOptions, JOB_ARGUMENT, readJob } from '../job-input.ts';
import { withExamples } from '../manual/examples.ts';
import { NORMALIZE, normalized, targetOf } from '../normalize.ts';
import { oneOf, refuseOption } from '../options.ts';
import { hasUnknownLength, isStandardInput, openStandardInput, wholeJob } from '../standard-input.ts';
import { withDrive } from '../with-drive.ts';

/** Faster than any CD recorder ever sold. */
const HIGHEST_SPEED_TIMES = 100;
const SPEED = `must be a multiple of 1x, such as 16, and at most ${HIGHEST_SPEED_TIMES}`;

/** Reads a write speed. */
export function timesOf(text: string): number {
  const times = Number(text.replace(/x$/i, ''));
  return times > 0 && times <= HIGHEST_SPEED_TIMES ? times : refuseOption('--speed', SPEED);
}

export const addBurn = (program: Command, contextOf: ContextOf): void =>
  addBurnTo(program, contextOf, {
    description: 'burn audio files, or what a document describes, to a CD',
    examples: {
      'files, one per track': 'burn one.wav two.wav',
      'an album with texts and gaps, compared with the disc afterwards': 'burn album.cue --verify full',
      'gapless at 16x, on a certain drive, without a question':
        'burn one.wav two.wav --gapless --speed 16 --device /dev/sr0 --yes',
      'what another program writes': 'burn - --raw < sound.pcm',
      'with the laser off': 'burn album.cue --simulate',
    },
  });

/** @param parent the program, or a command of its own that this one is a part of */
export function addBurnTo(
  parent: Command,
  contextOf: ContextOf,
  { description, examples }: { readonly description: string; readonly examples: Readonly<Record<string, string>> },
): void {
  const command = withExamples(parent.command('burn'), examples)
    .description(description)
    .argument('<file...>', JOB_ARGUMENT)
    .option('--speed <n>', 'write speed as a multiple of 1x (default: the drive chooses)', timesOf)
    .option(
      '--leave-open [what]',
      '=session (default): do not close the session: tracks can be added later, and the disc does not play until `discwright close`; =medium: close it so that another session can follow',
      leaveOpenOf('session'),
    )
    .option('--appendable', 'the same as --leave-open=medium, in the word of `discwright close`')
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
    const piped = isStandardInput(files);
    await using given = piped ? await openStandardInput(context, options) : await readJob(files, options);
    const twice =
      options.normalize !== undefined ? '--normalize' : options.verify === 'full' ? '--verify full' : undefined;
    await using whole = piped && twice !== undefined ? await wholeJob(context, given, twice) : undefined;
    const opened = whole ?? given;
    requireWritable(opened, options);
    checkRequests(opened, options);
    for (const line of warningsInWords(opened.warnings)) context.output.note(line);
    const job = options.normalize === undefined ? opened : await normalized(context, opened, options.normalize);
    await withDrive(context, (drive) => burnJob(context, drive, job, options), { graceful: true, writes: true });
  });
}

/** @throws UsageError for what cannot be simulated */
function requireWritable({ tracks: [first, ...others] }: DiscJob, { simulate = false }: BurnCommandOptions): void {
  if (simulate && others.some(({ session }) => session !== first?.session)) {
    throw new UsageError(
      'several sessions cannot be simulated: the second one needs the first on the disc',
      'Leave out --simulate, or burn to a simulated drive (--device sim:)',
    );
  }
}

/** Burns a job, after asking if the disc is a real one. */
export async function burnJob(
  context: Context,
  drive: Parameters<typeof burnTracks>[1],
  job: DiscJob,
  options: BurnCommandOptions,
): Promise<void> {
  const identity = await reportDrive(drive);
  let sessions = await sessionsToBurn(drive, job, options, context.interrupt);
  const wholeSession = sessions.find(({ chosen }) => chosen.recipe.unit === 'session');
  const spools = wholeSession !== undefined && hasUnknownLength(job);
  await using whole = spools ? await wholeJob(context, job, wholeSession.chosen.recipe.name) : undefined;
  if (whole !== undefined) sessions = await sessionsToBurn(drive, whole, options, context.interrupt);
  const notes = sessions.flatMap(({ note }) => (note === undefined ? [] : [note]));
  for (const line of warningsInWords([...trackAtOnceWarnings(job, options), ...notes])) context.output.note(line);
  const [first] = sessions;
  if (first === undefined) return;
  await confirmWriting(context, drive, options.yes, async () => {
    const all = sessions.length === 1 ? first.inWords : plural(sessions.length, 'session');
    const how = options.simulate ? 'simulated with the laser off' : 'burned permanently';
    return `${all}, will be ${how} on the disc in ${driveInWords(identity)}.`;
  });
  const done: SessionReport[] = [];
  for (const [index, { tracks, chosen, options: burnOptions, inWords }] of sessions.entries()) {
    const heading = `${options.simulate ? 'Simulating' : 'Burning'} ${inWords}, on ${driveInWords(identity)}`;
    const work = { tracks, recipe: chosen.recipe, heading, more: index < sessions.length - 1, done };
    try {
      await burnTracks(context, drive, identity, work, burnOptions);
    } catch (error) {
      throw afterSessions(index, error);
    }
  }
}
