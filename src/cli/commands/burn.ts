import type { Command } from 'commander';
import {
  AudioFormatError,
  blocksNeeded,
  MOST_TRACKS,
  openAudioFile,
  type PcmTrack,
  speedKBps,
  trackBlocks,
} from '../../index.ts';
import { FRAMES_PER_SECOND } from '../../mmc/index.ts';
import { burnTracks } from '../burn-tracks.ts';
import { BadFilesError, UsageError } from '../cli-error.ts';
import { confirmWriting } from '../confirm.ts';
import type { Context, ContextOf } from '../context.ts';
import { reportDrive } from '../disc-report.ts';
import { driveInWords } from '../disc-words.ts';
import { endingOfBurn } from '../ending.ts';
import { plural, secondsText } from '../format.ts';
import { oneOf, refuseOption } from '../options.ts';
import { expandWildcards } from '../wildcards.ts';
import { withDrive } from '../with-drive.ts';

/** Faster than any CD recorder ever sold. */
const HIGHEST_SPEED_TIMES = 100;
const SPEED = `must be a multiple of 1x, such as 16, and at most ${HIGHEST_SPEED_TIMES}`;

export interface BurnCommandOptions {
  readonly speed?: number;
  readonly leaveOpen?: boolean;
  readonly simulate?: boolean;
  readonly verify?: 'none' | 'quick' | 'full';
  readonly yes?: boolean;
  readonly dither?: boolean;
  readonly downmix?: boolean;
}

function timesOf(text: string): number {
  const times = Number(text);
  return times > 0 && times <= HIGHEST_SPEED_TIMES ? times : refuseOption('--speed', SPEED);
}

export function addBurn(program: Command, contextOf: ContextOf): void {
  program
    .command('burn')
    .description('burn audio files as the tracks of an audio CD')
    .argument('<file...>', 'one file per track, in this order')
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
    .option('--dither', 'add TPDF dither where samples are rounded to 16 bits')
    .option('--downmix', 'mix files of more than two channels into stereo')
    .option('--yes', 'write to a real disc without asking')
    .action(async (files: string[], options: BurnCommandOptions, command: Command) => {
      const context = contextOf(command);
      const tracks = await openAll(await expandWildcards(files), options);
      await withDrive(context, (drive) => burn(context, drive, tracks, options), { graceful: true, writes: true });
    });
}

/** Checks every file before the drive is opened, and reports all problems together. */
async function openAll(
  files: readonly string[],
  { dither = false, downmix = false }: BurnCommandOptions,
): Promise<PcmTrack[]> {
  if (files.length > MOST_TRACKS) {
    throw new UsageError(
      `${files.length} files are too many: a disc holds ${MOST_TRACKS} tracks`,
      'Burn fewer, or join some',
    );
  }
  const tracks: PcmTrack[] = [];
  const errors: AudioFormatError[] = [];
  for (const file of files) {
    try {
      tracks.push(await openAudioFile(file, { dither, downmix }));
    } catch (error) {
      if (!(error instanceof AudioFormatError)) throw error;
      errors.push(error);
    }
  }
  if (errors.length > 1) throw new BadFilesError(errors.map(({ message }) => message));
  if (errors[0] !== undefined) throw errors[0];
  return tracks;
}

/** `3 tracks, 12:34 with the pauses between them`. */
function lengthInWords(lengths: readonly number[]): string {
  const time = secondsText(blocksNeeded(lengths) / FRAMES_PER_SECOND);
  return `${plural(lengths.length, 'track')}, ${time}${lengths.length > 1 ? ' with the pauses between them' : ''}`;
}

async function burn(
  context: Context,
  drive: Parameters<typeof burnTracks>[1],
  tracks: readonly PcmTrack[],
  options: BurnCommandOptions,
): Promise<void> {
  const identity = await reportDrive(drive);
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
      ...(options.speed === undefined ? {} : { writeSpeedKBps: speedKBps(options.speed) }),
    },
  );
}
