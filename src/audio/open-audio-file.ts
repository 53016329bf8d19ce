import { basename } from 'node:path';
import { inWords, type OptionNames, OptionsError, requireKnownOptions } from '../known-options.ts';
import { AudioFile } from './audio-file.ts';
import type { Extent } from './byte-source.ts';
import { requireNoDiscImage } from './disc-image.ts';
import { openExtent } from './extent-reader.ts';
import { isNamedHeaderless, locateAudioFile, wholeFile } from './locate-audio.ts';
import { type PcmTrack, readInChunks } from './pcm-track.ts';
import type { ConversionJob } from './sound/conversion-job.ts';
import { convertedTrack, requireConvertible } from './sound/converted-track.ts';
import { findByFfmpeg } from './sound/decode-ffmpeg.ts';
import { type Found, findSound } from './sound/find-sound.ts';
import { isCdFormat, type RawFormat, rawSpec } from './sound/raw-format.ts';
import { UndecodedFormat } from './undecoded-format.ts';

/** The options of {@link openAudioFile}. */
export interface OpenAudioFileOptions {
  /** Treat the file as PCM without a header, regardless of its name and its first bytes. */
  readonly headerless?: boolean | undefined;
  /** How the samples of a file without a header are stored, if not as on a CD; implies `headerless`. */
  readonly rawFormat?: RawFormat | undefined;
  /** Add TPDF dither where samples are rounded to 16 bits. Samples of up to 16 bits at 44.1 kHz stay as they are. */
  readonly dither?: boolean | undefined;
  /** Mix more than two channels into two; without it, such a file is refused. */
  readonly downmix?: boolean | undefined;
  /**
   * Decode a compressed file once before it is burned: damage is found while the disc is still blank. FLAC's own
   * checksum of the samples is compared too.
   */
  readonly check?: boolean | undefined;
  /** Ends a check, or the count of a file that does not say how long it is. */
  readonly signal?: AbortSignal | undefined;
}

const OPTIONS: OptionNames<OpenAudioFileOptions> = {
  headerless: 'switch',
  rawFormat: true,
  dither: 'switch',
  downmix: 'switch',
  check: 'switch',
  signal: true,
};

async function locate(file: AudioFile, options: OpenAudioFileOptions): Promise<Found> {
  try {
    return await locateByUs(file, options);
  } catch (error) {
    if (!(error instanceof UndecodedFormat) || isNamedHeaderless(file.path)) throw error;
    const found = await findByFfmpeg(file.path, error.found);
    if (found === undefined) throw error;
    return found;
  }
}

async function locateByUs(file: AudioFile, { headerless = false, rawFormat }: OpenAudioFileOptions): Promise<Found> {
  const asOnCd = headerless || (rawFormat !== undefined && isCdFormat(rawFormat));
  if (!asOnCd && rawFormat !== undefined && file.sizeBytes > 0) return { spec: rawSpec(file, rawFormat) };
  if (asOnCd && file.sizeBytes > 0) return { extent: wholeFile(file) };
  const namedHeaderless = isNamedHeaderless(file.path);
  const found = (await findSound(file, { sure: namedHeaderless })) ?? {
    extent: await locateAudioFile(file, { headerless: namedHeaderless }),
  };
  if (namedHeaderless) await requireNoDiscImage(file);
  return found;
}

/** What is left of an extent after its first bytes. */
const after = (bytes: number, { startBytes, lengthBytes }: Extent): Extent => ({
  startBytes: startBytes + bytes,
  lengthBytes: Math.max(0, lengthBytes - bytes),
});

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
 * truncated, no audio, more than two channels without `downmix`, a codec whose package is not installed; OptionsError; the signal's reason
 */
export async function openAudioFile(path: string, options: OpenAudioFileOptions = {}): Promise<PcmTrack> {
  requireKnownOptions('openAudioFile()', options, OPTIONS);
  if (typeof path !== 'string') {
    throw new OptionsError(
      `openAudioFile(): the path is ${inWords(path)}, not a string`,
      'Give the path of an audio file',
    );
  }
  const { dither = false, downmix = false, check = false, signal } = options;
  signal?.throwIfAborted();
  const file = await AudioFile.open(path);
  try {
    const found = await locate(file, options);
    signal?.throwIfAborted();
    if ('spec' in found) {
      const job: ConversionJob = { path, state: file.state, spec: found.spec, options: { dither } };
      requireConvertible(job, { downmix });
      return await convertedTrack(basename(path), job, { check, notes: found.notes ?? [], signal });
    }
    const { extent } = found;
    const track: PcmTrack = {
      name: basename(path),
      lengthBytes: extent.lengthBytes,
      repeatable: true,
      open: () => readInChunks(track),
      openReader: () => openExtent(path, extent, file.state),
      openReaderAt: (startBytes) => openExtent(path, after(startBytes, extent), file.state),
    };
    return track;
  } finally {
    await file.close();
  }
}
