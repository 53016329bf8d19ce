import { type DiscJob, type JobTrack, jobOfTracks, openAudioStream, spoolTrack, UNKNOWN_LENGTH } from '../index.ts';
import { UsageError } from './cli-error.ts';
import type { Context } from './context.ts';
import { type JobInputOptions, rawFormatOf } from './job-input.ts';

/** What stands for standard input among files. */
const STANDARD_INPUT = '-';

/** Whether standard input is to be burned. @throws UsageError if it is named with other files */
export function isStandardInput(names: readonly string[]): boolean {
  if (!names.includes(STANDARD_INPUT)) return false;
  if (names.length === 1) return true;
  throw new UsageError('standard input (-) is one track, and cannot be burned with other files', 'Give it alone');
}

/** The sound that another program writes to standard input, as one track. Its length is unknown if it can be burned as it flows. */
export async function openStandardInput({ interrupt, output }: Context, options: JobInputOptions): Promise<DiscJob> {
  const { dither = false, downmix = false, check = false, cdText, encoding } = options;
  if (cdText !== undefined || encoding !== undefined) {
    throw new UsageError('standard input has no document', 'Leave out --cd-text and --encoding');
  }
  if (process.stdin.isTTY) {
    throw new UsageError('standard input is a terminal', 'Write sound to it: sox in.flac -t wav - | discwright burn -');
  }
  const rawFormat = rawFormatOf(options);
  const track = await openAudioStream(process.stdin, {
    name: 'standard input',
    dither,
    downmix,
    check,
    signal: interrupt.signal,
    ...(rawFormat === undefined ? {} : { rawFormat }),
  });
  if (track.repeatable) output.note('Standard input was read into a temporary file first: it must be converted.');
  const job = jobOfTracks([track], { warnings: track.notes ?? [] });
  const close = async () => track[Symbol.asyncDispose]();
  return { ...job, close, [Symbol.asyncDispose]: close };
}

/**
 * A job whose tracks can be read more than once, and have lengths. Those that have not are read into temporary files, which
 * are removed when it is disposed of.
 */
export async function wholeJob({ interrupt, output }: Context, job: DiscJob, why: string): Promise<DiscJob> {
  const opened: AsyncDisposable[] = [];
  const close = async () => {
    for (const each of opened.splice(0)) await each[Symbol.asyncDispose]();
  };
  try {
    const tracks: JobTrack[] = [];
    for (const track of job.tracks) {
      if (track.repeatable && track.lengthBytes !== UNKNOWN_LENGTH) {
        tracks.push(track);
        continue;
      }
      output.note(`Reading ${track.name} to its end into a temporary file first, because of ${why}.`);
      const spooled = await spoolTrack(track, { signal: interrupt.signal });
      opened.push(spooled);
      tracks.push(spooled);
    }
    return { ...job, tracks, close, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Whether only their end shows how long some tracks are. */
export const hasUnknownLength = ({ tracks }: Pick<DiscJob, 'tracks'>): boolean =>
  tracks.some(({ lengthBytes }) => lengthBytes === UNKNOWN_LENGTH);
