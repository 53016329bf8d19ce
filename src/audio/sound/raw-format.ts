import { CD_CHANNELS, CD_SAMPLE_RATE_HZ } from '../../cd/digital-audio.ts';
import { AudioFormatError } from '../audio-format-error.ts';
import type { ByteSource } from '../byte-source.ts';
import { inDigits } from '../conversion.ts';
import { type PcmEncoding, soundFormatOf } from './pcm-layout.ts';
import type { PcmSpec } from './sound-spec.ts';
import { wavSpeakers } from './speakers.ts';

const ENCODINGS = {
  s8: { kind: 'signed', bytes: 1, bigEndian: false },
  u8: { kind: 'unsigned', bytes: 1, bigEndian: false },
  s16le: { kind: 'signed', bytes: 2, bigEndian: false },
  s16be: { kind: 'signed', bytes: 2, bigEndian: true },
  s24le: { kind: 'signed', bytes: 3, bigEndian: false },
  s24be: { kind: 'signed', bytes: 3, bigEndian: true },
  s32le: { kind: 'signed', bytes: 4, bigEndian: false },
  s32be: { kind: 'signed', bytes: 4, bigEndian: true },
  f32le: { kind: 'float', bytes: 4, bigEndian: false },
  f32be: { kind: 'float', bytes: 4, bigEndian: true },
  f64le: { kind: 'float', bytes: 8, bigEndian: false },
  f64be: { kind: 'float', bytes: 8, bigEndian: true },
} as const satisfies Readonly<Record<string, PcmEncoding>>;

/** How a sample is stored: signed, unsigned or floating point, its bits, little or big endian. */
export type RawSamples = keyof typeof ENCODINGS;

/** Every {@link RawSamples}. */
export const RAW_SAMPLES = Object.keys(ENCODINGS) as readonly RawSamples[];

/** The audio of a file without a header. */
export interface RawFormat {
  /** Default: `s16le`. */
  readonly samples?: RawSamples;
  /** Default: 44,100. */
  readonly sampleRateHz?: number;
  /** Default: 2. */
  readonly channels?: number;
}

/** Whether it is what a CD has, and can be burned without a conversion. */
export const isCdFormat = ({
  samples = 's16le',
  sampleRateHz = CD_SAMPLE_RATE_HZ,
  channels = CD_CHANNELS,
}: RawFormat) => samples === 's16le' && sampleRateHz === CD_SAMPLE_RATE_HZ && channels === CD_CHANNELS;

const CONTAINER = 'a file without a header, treated as audio';

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value > 0;

/** All of a file without a header. */
export function rawSpec({ path, sizeBytes }: ByteSource, format: RawFormat): PcmSpec {
  const { samples = 's16le', sampleRateHz = CD_SAMPLE_RATE_HZ, channels = CD_CHANNELS } = format;
  const encoding: PcmEncoding | undefined = Object.hasOwn(ENCODINGS, samples) ? ENCODINGS[samples] : undefined;
  if (encoding === undefined || !isCount(sampleRateHz) || !isCount(channels)) {
    throw new TypeError(
      `openAudioFile(): rawFormat has samples '${samples}', sampleRateHz ${sampleRateHz}, channels ${channels}; ` +
        `samples must be one of ${RAW_SAMPLES.join(', ')}, the others whole numbers above 0`,
    );
  }
  const frameBytes = channels * encoding.bytes;
  if (sizeBytes % frameBytes !== 0) {
    throw new AudioFormatError({
      path,
      found: `${CONTAINER} (${samples}, ${channels} channels), but its ${inDigits(sizeBytes)} bytes are not whole samples of ${frameBytes}`,
      remedy: 'Check the raw format that was given.',
    });
  }
  const validBits = 8 * encoding.bytes;
  const speakers = wavSpeakers(channels);
  const description = soundFormatOf({ container: CONTAINER, sampleRateHz, channels, encoding, validBits, speakers });
  const frames = sizeBytes / frameBytes;
  return {
    codec: 'pcm',
    format: description,
    frames,
    layout: { format: description, encoding, startBytes: 0, frames },
  };
}
