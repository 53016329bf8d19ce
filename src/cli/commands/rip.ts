import type { Command } from 'commander';
import { type Drive, type RipOptions, type RipResult, ripDisc, speedKBps } from '../../index.ts';
import type { Context, ContextOf } from '../context.ts';
import { warningsInWords } from '../disc-words.ts';
import { plural } from '../format.ts';
import { withExamples } from '../manual/examples.ts';
import { oneOf, refuseOption, wholeNumber } from '../options.ts';
import { runExport } from '../progress/run-export.ts';
import { withDrive } from '../with-drive.ts';

export interface RipCommandOptions {
  readonly tracks?: readonly number[];
  readonly format?: NonNullable<RipOptions['format']>;
  readonly offset?: number;
  readonly passes?: number;
  readonly retries?: number;
  readonly onError?: 'silence' | 'stop';
  readonly speed?: number;
  readonly overlap?: number;
  readonly c2?: boolean;
  readonly overwrite?: boolean;
}

const FASTEST_TIMES = 100;

/** `1,3-5`. */
function trackNumbers(text: string): number[] {
  const wrong = () => refuseOption('--tracks', 'must list numbers from 0 to 99, such as 1,3-5');
  return text.split(',').flatMap((part) => {
    const [, first = '', last = first] = /^\s*(\d{1,2})(?:-(\d{1,2}))?\s*$/.exec(part) ?? [];
    const [from, to] = [Number(first), Number(last)];
    if (first === '' || from > to) return wrong();
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });
}

const ON_ERROR =
  'silence: blocks that cannot be read become silence, and are named; stop: end the rip (default: silence)';

/** The options that say how a disc is read. @param onError what `--on-error` does, where that is not what it does in a rip */
export const addReadingOptions = (command: Command, onError = ON_ERROR): Command =>
  command
    .option(
      '--offset <samples>',
      "the drive's read offset correction, as in lists of drives: +667",
      wholeNumber('--offset', -2_940, 2_940),
    )
    .option('--passes <n>', 'how often each block must be read the same (default: 2)', wholeNumber('--passes', 1, 9))
    .option('--retries <n>', 'how often more a block in doubt is read (default: 8)', wholeNumber('--retries', 0, 99))
    .option('--on-error <what>', onError, oneOf('--on-error', ['silence', 'stop']))
    .option(
      '--overlap <blocks>',
      'by how much commands overlap, against jitter (default: 3 if the drive needs it)',
      wholeNumber('--overlap', 0, 8),
    )
    .option('--no-c2', 'do not ask for C2 error flags');

export function addRip(program: Command, contextOf: ContextOf): void {
  const command = withExamples(program.command('rip'), {
    'an album, with a log': 'rip album --device /dev/sr0',
    'tracks 1 and 3 to 5 as FLAC, with the read offset of the drive':
      'rip album --device /dev/sr0 --tracks 1,3-5 --format flac --offset 6',
  })
    .description('read a disc back to files, block by block until it is certain, with a log')
    .argument('<dir>', 'where the files and rip.log are written')
    .option('--tracks <list>', 'only these, such as 1,3-5; 0 is the sound before track 1 (default: all)', trackNumbers)
    .option(
      '--format <format>',
      'wav, flac (by the program flac, or the package libflacjs), bin-cue (disc.bin and disc.cue), job (WAV files, disc.cue and CD-TEXT: what `burn DIR/disc.cue` burns) (default: wav)',
      oneOf('--format', ['wav', 'flac', 'bin-cue', 'job']),
    )
    .option(
      '--speed <n>',
      'read speed as a multiple of 1x (default: as it is)',
      wholeNumber('--speed', 1, FASTEST_TIMES),
    )
    .option('--overwrite', 'replace existing files');
  addReadingOptions(command).action(async (directory: string, options: RipCommandOptions, self: Command) => {
    const context = contextOf(self);
    await withDrive(context, (drive) => rip(context, drive, directory, options), { graceful: true });
  });
}

async function rip(context: Context, drive: Drive, directory: string, options: RipCommandOptions): Promise<void> {
  const result = await runExport(
    context,
    `Ripping to ${directory}`,
    ripDisc(drive, ripOptions(context, directory, options)),
  );
  context.output.result('rip', result, () => resultInWords(result));
}

/** The options of {@link ripDisc} for those of a command line. */
export const ripOptions = (
  { interrupt }: Context,
  directory: string,
  { offset, onError, speed, overlap, ...same }: RipCommandOptions,
): RipOptions => ({
  directory,
  signal: interrupt.signal,
  ...(same.format === undefined ? {} : { format: same.format }),
  ...(same.tracks === undefined ? {} : { tracks: same.tracks }),
  ...(same.passes === undefined ? {} : { passes: same.passes }),
  ...(same.retries === undefined ? {} : { retries: same.retries }),
  ...(same.c2 === undefined ? {} : { c2: same.c2 }),
  ...(same.overwrite === undefined ? {} : { overwrite: same.overwrite }),
  ...(offset === undefined ? {} : { offsetSamples: offset }),
  ...(onError === undefined ? {} : { onError }),
  ...(speed === undefined ? {} : { readSpeedKBps: speedKBps(speed) }),
  ...(overlap === undefined ? {} : { overlapBlocks: overlap }),
});

/** What was checked of blocks that are not in doubt. */
function checkedInWords({ tracks, hidden, passes, c2 }: RipResult): string {
  const hasAudio = hidden !== undefined || tracks.some(({ kind }) => kind === 'audio');
  if (!hasAudio) return 'Every block was read, checked by the error correction of the drive.';
  const flags = c2 ? ', without C2 errors' : '';
  if (passes > 1) return `Every block was read without doubt: ${passes} times the same${flags}.`;
  if (c2) return `Every block was read once${flags}.`;
  return 'Every block was read once, and nothing was checked: without C2 error flags only a second pass shows errors (--passes 2).';
}

function resultInWords(result: RipResult): string[] {
  const { tracks, hidden, logPath, repairedBlocks, suspects, warnings, unreachedSamples, ...ids } = result;
  const suspectBlocks = suspects.reduce((sum, { lengthBlocks }) => sum + lengthBlocks, 0);
  return [
    ...(hidden === undefined ? [] : [`${hidden.path}: what is before track 1`]),
    ...tracks.map(({ number, path, checksums }) => {
      const sums =
        checksums === undefined
          ? ''
          : `, CRC ${checksums.crc32}, AccurateRip ${checksums.accurateRipV1} ${checksums.accurateRipV2}`;
      return `Track ${number}: ${path ?? 'no file'}${sums}`;
    }),
    ...(ids.accurateRipId === undefined ? [] : [`AccurateRip id ${ids.accurateRipId}`]),
    ...(repairedBlocks === 0 ? [] : [`${plural(repairedBlocks, 'block')} read again until they agreed.`]),
    suspectBlocks === 0 ? checkedInWords(result) : `${plural(suspectBlocks, 'block')} in doubt.`,
    ...(unreachedSamples === 0 ? [] : [`${plural(unreachedSamples, 'sample')} not read: they are silence.`]),
    `Log: ${logPath}`,
    ...warningsInWords(warnings),
  ];
}
