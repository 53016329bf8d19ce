import { basename, extname } from 'node:path';
import { CD_SAMPLE_BYTES } from '../cd/digital-audio.ts';
import { AudioFile, type FileState } from './audio-file.ts';
import { AudioFormatError } from './audio-format-error.ts';
import type { Extent } from './byte-source.ts';
import { convertHeaderless, convertIt, inDigits } from './conversion.ts';
import { foreignFormat, SIGNATURE_BYTES } from './foreign-format.ts';
import type { PcmReader } from './pcm-reader.ts';
import { type PcmTrack, readInChunks } from './pcm-track.ts';
import { isWav, locateWavAudio } from './wav.ts';

export interface OpenAudioFileOptions {
  /** Treat the file as PCM without a header, regardless of its name and its first bytes. */
  readonly headerless?: boolean;
}

const HEADERLESS_NAMES = new Set(['.pcm', '.raw', '.cdda', '.bin']);

function locateHeaderless({ path, sizeBytes }: AudioFile): Extent {
  if (sizeBytes % CD_SAMPLE_BYTES === 0) return { startBytes: 0, lengthBytes: sizeBytes };
  throw new AudioFormatError({
    path,
    found: `treated as PCM without a header, but its ${inDigits(sizeBytes)} bytes are not whole 16-bit stereo samples`,
    remedy: convertHeaderless(path),
  });
}

async function locateAudio(file: AudioFile, headerless: boolean): Promise<Extent> {
  const { path } = file;
  if (file.sizeBytes === 0) {
    throw new AudioFormatError({ path, found: 'an empty file', remedy: 'Leave it out, or create it again.' });
  }
  if (headerless) return locateHeaderless(file);
  const start = await file.readAt(0, SIGNATURE_BYTES);
  if (isWav(start)) return locateWavAudio(file);
  const namedHeaderless = HEADERLESS_NAMES.has(extname(path).toLowerCase());
  const foreign = foreignFormat(start, { sure: namedHeaderless });
  if (foreign !== undefined) throw new AudioFormatError({ path, found: foreign, remedy: convertIt(path) });
  if (namedHeaderless) return locateHeaderless(file);
  throw new AudioFormatError({
    path,
    found: `not a WAV file (it begins with ${Buffer.from(start.subarray(0, 12)).toString('hex')})`,
    remedy: `${convertIt(path)} (PCM without a header is accepted from files named .pcm, .raw, .cdda or .bin)`,
  });
}

async function openExtent(path: string, { startBytes, lengthBytes }: Extent, state: FileState): Promise<PcmReader> {
  const file = await AudioFile.open(path);
  try {
    await file.requireUnchanged(state);
  } catch (error) {
    await file.close();
    throw error;
  }
  let done = 0;
  let closed = false;
  return {
    async read(target) {
      if (closed) throw new Error(`${path}: its reader is closed`);
      const wanted = target.subarray(0, Math.min(target.length, lengthBytes - done));
      const count = await file.readInto(wanted, startBytes + done);
      done += count;
      // Too few bytes, or the last ones: the file must be the one that was checked.
      if (count < wanted.length || done === lengthBytes) await file.requireUnchanged(state);
      if (count === wanted.length) return count;
      throw new AudioFormatError({
        path,
        found: `ended ${inDigits(lengthBytes - done)} bytes early`,
        remedy: 'Check the device it is on, and start again.',
      });
    },
    async close() {
      if (closed) return;
      closed = true;
      await file.close();
    },
  };
}

/**
 * Checks an audio file and returns its PCM as a track. WAV (RIFF, RF64, BW64) is recognized by its content; files named
 * `.pcm`, `.raw`, `.cdda` or `.bin` are PCM without a header, unless they begin like another format. No file stays
 * open, and none is read as a whole.
 *
 * The file must not change: `open` and `openReader` refuse a file that has changed since, and reading ends with an
 * error if it changes meanwhile.
 * @throws AudioFormatError for anything that cannot be burned as it is: not a regular file, not readable, another
 * format, truncated, no audio
 */
export async function openAudioFile(
  path: string,
  { headerless = false }: OpenAudioFileOptions = {},
): Promise<PcmTrack> {
  const file = await AudioFile.open(path);
  try {
    const extent = await locateAudio(file, headerless);
    const track: PcmTrack = {
      name: basename(path),
      lengthBytes: extent.lengthBytes,
      repeatable: true,
      open: () => readInChunks(track),
      openReader: () => openExtent(path, extent, file.state),
    };
    return track;
  } finally {
    await file.close();
  }
}
