import type { Command } from 'commander';
import { blocksNeeded, type DiscJob, planJob, speedKBps, trackBlocks } from '../../index.ts';
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
  readonly yes?: boolean;
}

function timesOf(text: string): number {
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
    requireTrackAtOnce(job);
    for (const line of warningsInWords(job.warnings)) context.output.note(line);
    await withDrive(context, (drive) => burn(context, drive, job, options), { graceful: true, writes: true });
  });
}

/** @throws UsageError for what only Session-At-Once can write */
function requireTrackAtOnce(job: DiscJob): void {
  const needs = planJob(job).needsSessionAtOnce.filter((need) => need !== 'CD-TEXT');
  if (needs.length === 0) return;
  throw new UsageError(
    `this needs Session-At-Once, which cannot be written yet (${needs.join('; ')})`,
    'Burn the audio files one per track, or use `discwright plan` to see the layout',
  );
}

/** `3 tracks, 12:34 with the pauses between them`. */
function lengthInWords(lengths: readonly number[]): string {
  const time = secondsText(blocksNeeded(lengths) / FRAMES_PER_SECOND);
  return `${plural(lengths.length, 'track')}, ${time}${lengths.length > 1 ? ' with the pauses between them' : ''}`;
}

async function burn(
  context: Context,
  drive: Parameters<typeof burnTracks>[1],
  job: DiscJob,
  options: BurnCommandOptions,
): Promise<void> {
  const identity = await reportDrive(drive);
  const { tracks, catalogueNumber, cdText } = job;
  const length = lengthInWords(tracks.map(trackBlocks));
  await confirmWriting(context, drive, options.yes, async () => {
    const how = options.simulate ? 'simulated with the laser off' : 'burned permanently';
    return `${length}, will be ${how} on the disc in ${driveInWords(identity)}.`;
  });
  const heading = `${options.simulate ? 'Simulating' : 'Burning'} ${length}, on ${driveInWords(identity)}`;
  await burnTracks(
    context,
    drive,
    identity,
    { tracks, heading },
    {
      verify: options.verify ?? 'quick',
      ending: endingOfBurn(options),
      testWrite: options.simulate ?? false,
      ...(catalogueNumber === undefined ? {} : { catalogueNumber }),
      ...(cdText === undefined ? {} : { cdText }),
      ...(options.speed === undefined ? {} : { writeSpeedKBps: speedKBps(options.speed) }),
    },
  );
}
