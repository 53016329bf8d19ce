import { basename } from 'node:path';
import { type OptionNames, requireKnownOptions } from '../known-options.ts';
import { AudioFile, type FileState } from './audio-file.ts';
import { AudioFormatError } from './audio-format-error.ts';
import type { Extent } from './byte-source.ts';
import { inDigits } from './conversion.ts';
import { requireNoDiscImage } from './disc-image.ts';
import { isNamedHeaderless, locateAudioFile, wholeFile } from './locate-audio.ts';
import type { PcmReader } from './pcm-reader.ts';
import { type PcmTrack, readInChunks } from './pcm-track.ts';

export interface OpenAudioFileOptions {
  /** Treat the file as PCM without a header, regardless of its name and its first bytes. */
  readonly headerless?: boolean;
}

const OPTIONS: OptionNames<OpenAudioFileOptions> = { headerless: true };

async function locateAudio(file: AudioFile, headerless: boolean): Promise<Extent> {
  if (headerless && file.sizeBytes > 0) return wholeFile(file);
  const namedHeaderless = isNamedHeaderless(file.path);
  const extent = await locateAudioFile(file, { headerless: namedHeaderless });
  if (namedHeaderless) await requireNoDiscImage(file);
  return extent;
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

  /** @param least how many of the bytes that are left must come */
  async function take(
    target: Uint8Array,
    least: number,
    read: (wanted: Uint8Array, positionBytes: number) => Promise<number>,
  ): Promise<number> {
    if (closed) throw new Error(`${path}: its reader is closed`);
    const wanted = target.subarray(0, Math.min(target.length, lengthBytes - done));
    const count = await read(wanted, startBytes + done);
    done += count;
    const enough = count >= Math.min(least, wanted.length);
    // Too few bytes, or the last ones: the file must be the one that was checked.
    if (!enough || done === lengthBytes) await file.requireUnchanged(state);
    if (enough) return count;
    throw new AudioFormatError({
      path,
      found: `ended ${inDigits(lengthBytes - done)} bytes early`,
      remedy: 'Check the device it is on, and start again.',
    });
  }

  return {
    read: (target) => take(target, target.length, (wanted, position) => file.readInto(wanted, position)),
    readSome: (target) => take(target, 1, (wanted, position) => file.readSome(wanted, position)),
    async close() {
      if (closed) return;
      closed = true;
      await file.close();
    },
  };
}

/**
 * Checks an audio file and returns its PCM as a track. WAV (RIFF, RF64, BW64) is recognized by its content; files named
 * `.pcm`, `.raw`, `.cdda` or `.bin` are PCM without a header, unless they
 * begin like another format or are disc images: of data, or of several tracks by the CUE sheet next to them. No file stays
 * open, and none is read as a whole.
 *
 * The file must not change: `open` and `openReader` refuse a file that has changed since, and reading ends with an
 * error if it changes meanwhile.
 * @throws AudioFormatError for anything that cannot be burned as it is: not a regular file, not readable, another
 * format, truncated, no audio
 */
export async function openAudioFile(path: string, options: OpenAudioFileOptions = {}): Promise<PcmTrack> {
  requireKnownOptions('openAudioFile()', options, OPTIONS);
  const { headerless = false } = options;
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
