import { CD_SAMPLE_BYTES } from '../cd/digital-audio.ts';
import { isTagOrFiller, lookAfterAudio } from './after-audio.ts';
import { AudioFormatError } from './audio-format-error.ts';
import type { ByteSource, Extent } from './byte-source.ts';
import type { RiffChunk } from './chunk-header.ts';
import { conversionCommand, convertIt, inDigits } from './conversion.ts';
import { riffChunks } from './riff-chunks.ts';
import {
  decodeWavFormat,
  MAXIMUM_FORMAT_BYTES,
  MINIMUM_FORMAT_BYTES,
  objectionTo,
  type WavFormat,
} from './wav-format.ts';

/** Whether a file with this start is for {@link locateWavAudio}; so is one that ends within this header. */
export function isWav(start: Uint8Array): boolean {
  return /^(?:RIFF|RF64|BW64)(?:[\s\S]{4}WAVE|[\s\S]{0,7}$)/.test(Buffer.from(start).toString('latin1'));
}

async function readFormat(source: ByteSource, chunk: RiffChunk): Promise<WavFormat> {
  const bytes = await source.readAt(chunk.startBytes, Math.min(chunk.lengthBytes, MAXIMUM_FORMAT_BYTES));
  const format = bytes.length < MINIMUM_FORMAT_BYTES ? undefined : decodeWavFormat(bytes);
  if (format !== undefined) return format;
  const found = `a damaged WAV file: its "fmt " chunk of ${inDigits(chunk.lengthBytes)} bytes is too short`;
  throw new AudioFormatError({ path: source.path, found, remedy: convertIt(source.path) });
}

function requireCdFormat(format: WavFormat, { path }: ByteSource): void {
  const found = objectionTo(format);
  if (found === undefined) return;
  throw new AudioFormatError({ path, found, remedy: convertIt(path, { channels: format.channels }) });
}

function wholeSamples(path: string, data: RiffChunk, { sampleBytes }: WavFormat): number {
  const left = data.lengthBytes % Math.max(1, sampleBytes);
  if (left !== 0 && !data.streamed) {
    const samples = sampleBytes === CD_SAMPLE_BYTES ? '16-bit stereo samples' : `samples of ${sampleBytes} bytes`;
    throw new AudioFormatError({
      path,
      found: `a damaged WAV file: its ${inDigits(data.lengthBytes)} bytes of audio are not whole ${samples}`,
      remedy: convertIt(path),
    });
  }
  const lengthBytes = data.lengthBytes - left;
  if (lengthBytes === 0) {
    throw new AudioFormatError({
      path,
      found: 'a WAV file without audio: its "data" chunk is empty',
      remedy: 'Leave it out, or create it again.',
    });
  }
  return lengthBytes;
}

/** A tag or padding after the audio is not a reason to refuse a file, unless it is longer than any of them. */
const MAX_STRAY_BYTES = 65_536;

/**
 * Refuses a file of which only a part would be burned: Python's wave module, writing to a pipe, declares only its first
 * piece; lengths of 4 GiB and more wrap; and joined files have several pieces of audio.
 */
async function requireNothingDropped(source: ByteSource, data: RiffChunk): Promise<void> {
  const { path } = source;
  const { joinedAt, moreAudioBytes, strayBytes, strayStart, strayAtOnce } = await lookAfterAudio(source, data);
  if (joinedAt !== undefined) {
    throw new AudioFormatError({
      path,
      found: `two WAV files joined into one: the second begins at byte ${inDigits(joinedAt)}`,
      remedy: 'Burn the files that it was made of, or join their audio with a sound editor.',
    });
  }
  if (moreAudioBytes.length > 0) {
    const lengths = [data.lengthBytes, ...moreAudioBytes].map(inDigits).join(' and ');
    throw new AudioFormatError({
      path,
      found: `a WAV file with more than one "data" chunk (of ${lengths} bytes), of which most programs read only one`,
      remedy: 'Open it in a sound editor, check that it is whole, and save it as a new file.',
    });
  }
  if (data.streamed || strayBytes < CD_SAMPLE_BYTES) return;
  const stray = strayBytes <= MAX_STRAY_BYTES ? await source.readAt(strayStart, strayBytes) : undefined;
  if (stray !== undefined && (!strayAtOnce || isTagOrFiller(stray))) return;
  throw new AudioFormatError({
    path,
    found:
      `a WAV file with a wrong header: it declares ${inDigits(data.lengthBytes)} bytes of audio, ` +
      `and ${inDigits(strayBytes)} more follow that belong to no chunk`,
    remedy: `If they are audio too, convert it: ${conversionCommand(path, { inputOptions: '-ignore_length 1 ' })}`,
  });
}

/** The audio of a WAV file. */
export interface WavAudio {
  readonly format: WavFormat;
  readonly extent: Extent;
}

/**
 * Where the audio is in a WAV file (RIFF, RF64, BW64; `fmt ` before or after the data; any other chunks anywhere). Reads
 * headers only.
 *
 * An incomplete last sample is dropped where the length is not the header's (see {@link riffChunks}), and refused where it
 * is.
 * @param requireFormat throws for a format that the caller cannot use
 * @throws AudioFormatError for a file that is damaged or has no audio
 */
export async function locateWav(
  source: ByteSource,
  requireFormat: (format: WavFormat, source: ByteSource) => void,
): Promise<WavAudio> {
  let format: WavFormat | undefined;
  let data: RiffChunk | undefined;
  for await (const chunk of riffChunks(source)) {
    if (chunk.id === 'fmt ' && format === undefined) {
      format = await readFormat(source, chunk);
      requireFormat(format, source);
    } else if (chunk.id === 'data') {
      data ??= chunk;
    }
    if (format !== undefined && data !== undefined) {
      const lengthBytes = wholeSamples(source.path, data, format);
      await requireNothingDropped(source, data);
      return { format, extent: { startBytes: data.startBytes, lengthBytes } };
    }
  }
  throw new AudioFormatError({
    path: source.path,
    found:
      format !== undefined
        ? 'a WAV file without audio: it has no "data" chunk'
        : 'a damaged WAV file: no "fmt " chunk says what its audio is',
    remedy: 'Create it again; the recorder or the program that wrote it did not finish.',
  });
}

/**
 * Where the PCM of a WAV file is that can be burned as it is.
 * @throws AudioFormatError for anything but whole 44.1 kHz, 16-bit, stereo PCM
 */
export const locateWavAudio = async (source: ByteSource): Promise<Extent> =>
  (await locateWav(source, requireCdFormat)).extent;
