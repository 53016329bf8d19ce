import { type OptionNames, requireKnownOptions } from '../../known-options.ts';
import { AudioFormatError } from '../audio-format-error.ts';
import { type OpenAudioFileOptions, openAudioFile } from '../open-audio-file.ts';
import type { PcmChunks } from '../pcm-reader.ts';
import { type PcmTrack, pcmTrackFromIterable, requireSubjectFirst } from '../pcm-track.ts';
import { isCdFormat } from '../sound/raw-format.ts';
import type { SpooledTrack, SpoolOptions } from './spool-track.ts';
import { flowingWav, part, startOf } from './stream-start.ts';
import { toTemporaryFile } from './temporary-file.ts';

/** The options of {@link openAudioStream}. */
export interface OpenAudioStreamOptions extends OpenAudioFileOptions, SpoolOptions {
  /** What messages call the stream. */
  readonly name: string;
}

const OPTIONS: OptionNames<OpenAudioStreamOptions> = {
  name: 'main',
  headerless: 'switch',
  rawFormat: true,
  dither: 'switch',
  downmix: 'switch',
  check: 'switch',
  folder: true,
  signal: true,
};

const UNKNOWN_STREAM =
  'Have the other program write a WAV file (`ffmpeg ... -f wav -`), or, if these are samples without a header, say so (`--raw`, in a program `rawFormat`).';

/**
 * The sound that a pipe or another stream brings, as a track; its format is recognized by its first bytes. Sound that is
 * stored as on a CD (a WAV file, or with `rawFormat` samples without a header) is handed on as it flows: its length is unknown
 * unless its header has it. Anything else is read to its end into a temporary file first, and then opened like a file.
 * @throws AudioFormatError, OptionsError; whatever the stream throws; the signal's reason
 */
export async function openAudioStream(source: PcmChunks, options: OpenAudioStreamOptions): Promise<SpooledTrack> {
  requireSubjectFirst('openAudioStream', source);
  requireKnownOptions('openAudioStream()', options, OPTIONS);
  const { name, folder, signal, ...soundOptions } = options;
  signal?.throwIfAborted();
  const { start, chunks, close } = await startOf(source);
  if (start.length === 0) {
    throw new AudioFormatError({
      path: name,
      found: 'ended without any sound',
      remedy: 'Check the program that should write it.',
    });
  }
  const { headerless = false, rawFormat } = options;
  if (headerless || (rawFormat !== undefined && isCdFormat(rawFormat))) {
    return flowing(pcmTrackFromIterable(chunks, { name }), close);
  }
  const wav = rawFormat === undefined ? await flowingWav(start) : undefined;
  if (wav !== undefined) {
    const { startBytes, lengthBytes } = wav;
    return flowing(
      pcmTrackFromIterable(part(chunks, startBytes, lengthBytes), { name, announcedBytes: lengthBytes }),
      close,
    );
  }
  const file = await toTemporaryFile(name, chunks, { parent: folder, signal });
  try {
    const track = await openAudioFile(file.path, soundOptions);
    return { ...track, name, [Symbol.asyncDispose]: () => file[Symbol.asyncDispose]() };
  } catch (error) {
    await file[Symbol.asyncDispose]();
    if (!(error instanceof AudioFormatError)) throw error;
    // The file is gone by then.
    const remedy = error.remedy.includes(file.path) ? UNKNOWN_STREAM : error.remedy;
    throw new AudioFormatError({ path: name, found: error.found, remedy, cause: error });
  }
}

const flowing = (track: PcmTrack, close: () => Promise<void>): SpooledTrack => ({
  ...track,
  [Symbol.asyncDispose]: close,
});
