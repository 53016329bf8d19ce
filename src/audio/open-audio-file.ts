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
import type { ConversionJob } from './sound/conversion-job.ts';
import { convertedTrack, requireConvertible } from './sound/converted-track.ts';
import { type Found, findSound } from './sound/find-sound.ts';
import { type RawFormat, rawSpec } from './sound/raw-format.ts';

export interface OpenAudioFileOptions {
  /** Treat the file as PCM without a header, regardless of its name and its first bytes. */
  readonly headerless?: boolean;
  /** How the samples of a file without a header are stored, if not as on a CD; implies `headerless`. */
  readonly rawFormat?: RawFormat;
  /** Add TPDF dither where samples are rounded to 16 bits. Samples of up to 16 bits at 44.1 kHz stay as they are. */
  readonly dither?: boolean;
  /** Mix more than two channels into two; without it, such a file is refused. */
  readonly downmix?: boolean;
  /**
   * Decode a compressed file once before it is burned: damage is found while the disc is still blank. FLAC's own
   * checksum of the samples is compared too.
   */
  readonly check?: boolean;
}

const OPTIONS: OptionNames<OpenAudioFileOptions> = {
  headerless: true,
  rawFormat: true,
  dither: true,
  downmix: true,
  check: true,
};

async function locate(file: AudioFile, { headerless = false, rawFormat }: OpenAudioFileOptions): Promise<Found> {
  if (rawFormat !== undefined && file.sizeBytes > 0) return { spec: rawSpec(file, rawFormat) };
  if (headerless && file.sizeBytes > 0) return { extent: wholeFile(file) };
  const namedHeaderless = isNamedHeaderless(file.path);
  const found = (await findSound(file)) ?? { extent: await locateAudioFile(file, { headerless: namedHeaderless }) };
  if (namedHeaderless) await requireNoDiscImage(file);
  return found;
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
 * Checks an audio file and returns its sound as a track: 44.1 kHz, 16-bit, stereo, to the sample. The format is recognized by the
 * file's content; docs/audio-formats.md lists what is read. Files named `.pcm`, `.raw`, `.cdda` or `.bin` are PCM without a
 * header, unless they begin like another format or are disc images: of data, or of several tracks by the CUE sheet next to them.
 * No file stays open, and none is read into memory as a whole: what is not stored as on a CD is decoded and converted in another
 * thread while it is read.
 *
 * The file must not change: `open` and `openReader` refuse a file that has changed since, and reading ends with an
 * error if it changes meanwhile, or is damaged.
 * @throws AudioFormatError for anything that cannot be burned: not a regular file, not readable, a format that is not read,
 * truncated, no audio, more than two channels without `downmix`, a codec whose package is not installed
 */
export async function openAudioFile(path: string, options: OpenAudioFileOptions = {}): Promise<PcmTrack> {
  requireKnownOptions('openAudioFile()', options, OPTIONS);
  const { dither = false, downmix = false, check = false } = options;
  const file = await AudioFile.open(path);
  try {
    const found = await locate(file, options);
    if ('spec' in found) {
      const job: ConversionJob = { path, state: file.state, spec: found.spec, options: { dither } };
      requireConvertible(job, { downmix });
      const track = convertedTrack(basename(path), job, []);
      if (check) for await (const _ of track.open());
      return track;
    }
    const { extent } = found;
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
