import { AudioFormatError } from '../audio-format-error.ts';
import { readerFromIterable } from '../iterable-reader.ts';
import { type PcmTrack, readInChunks } from '../pcm-track.ts';
import { type ConversionJob, convertedBytes } from './conversion-job.ts';
import { decodeInThread } from './decode-in-thread.ts';

/** The lowest and the highest sample rate that is converted. */
const LOWEST_HZ = 1_000;
const HIGHEST_HZ = 1_536_000;

/** @throws AudioFormatError for sound that cannot become a track */
export function requireConvertible({ path, spec }: ConversionJob, { downmix }: { downmix: boolean }): void {
  const { description, sampleRateHz, channels, speakers } = spec.format;
  const refuse = (what: string, remedy: string): never => {
    throw new AudioFormatError({ path, found: `${description}${what}`, remedy });
  };
  if (!(sampleRateHz >= LOWEST_HZ && sampleRateHz <= HIGHEST_HZ)) {
    refuse(', which is not a sample rate of music', 'Check how the file was made.');
  }
  if (spec.frames === 0) refuse(', without audio', 'Leave it out, or create it again.');
  if (convertedBytes(spec) === 0) refuse(', which is too short to be heard', 'Leave it out.');
  if (channels <= 2) return;
  if (!downmix) {
    refuse(
      '; an audio CD has two channels',
      'Ask for a downmix to stereo (burn --downmix; option downmix of openAudioFile), or give a stereo version.',
    );
  }
  if (speakers.length === 0) {
    refuse(' that does not say which loudspeakers they are for', 'Make a stereo version with a sound editor.');
  }
}

/** Decodes all of a file: how many bytes of PCM it becomes. Throws what the burn would throw. */
async function countBytes(job: ConversionJob, signal: AbortSignal | undefined): Promise<number> {
  let bytes = 0;
  for await (const piece of decodeInThread(job)) {
    signal?.throwIfAborted();
    bytes += piece.length;
  }
  return bytes;
}

/**
 * A track that is decoded and converted as it is read. A file that does not say how long it is has to be decoded once to know.
 * @param check decode the file once in any case
 */
export async function convertedTrack(
  name: string,
  job: ConversionJob,
  { check, notes, signal }: { check: boolean; notes: readonly string[]; signal: AbortSignal | undefined },
): Promise<PcmTrack> {
  const known = convertedBytes(job.spec);
  const lengthBytes = known === undefined || check ? await countBytes(job, signal) : known;
  const track: PcmTrack = {
    name,
    lengthBytes,
    repeatable: true,
    ...(notes.length === 0 ? {} : { notes }),
    open: () => readInChunks(track),
    openReader: async () => readerFromIterable(job.path, decodeInThread(job), lengthBytes),
  };
  return track;
}
