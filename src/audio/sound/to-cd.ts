import { endianness } from 'node:os';
import { CD_BITS_PER_SAMPLE, CD_CHANNELS, CD_SAMPLE_RATE_HZ } from '../../cd/digital-audio.ts';
import { makeDownmix } from './downmix.ts';
import { Resampler } from './resampler.ts';
import type { SoundFormat, SoundPiece, SoundPieces } from './sound.ts';
import { makeTpdf } from './tpdf.ts';

export interface ToCdOptions {
  /** Add TPDF dither where samples are rounded. */
  readonly dither: boolean;
}

const FULL_SCALE = 2 ** (CD_BITS_PER_SAMPLE - 1);
const HIGHEST = FULL_SCALE - 1;
const LOWEST = -FULL_SCALE;
const IS_LITTLE_ENDIAN = endianness() === 'LE';

/** Whether every sample has a 16-bit value already, so that nothing is rounded. */
export const isExact = ({ sampleRateHz, channels, integerBits = 99 }: SoundFormat): boolean =>
  sampleRateHz === CD_SAMPLE_RATE_HZ && channels <= CD_CHANNELS && integerBits <= CD_BITS_PER_SAMPLE;

/** Whether a CD has samples of this kind. */
export const isForCd = ({ sampleRateHz, channels, integerBits }: SoundFormat): boolean =>
  sampleRateHz === CD_SAMPLE_RATE_HZ && channels === CD_CHANNELS && integerBits === CD_BITS_PER_SAMPLE;

/** 16-bit, stereo, little endian. One channel goes to both sides as it is. */
function quantize([left, right = left]: SoundPiece, noise: (() => number) | undefined): Uint8Array {
  if (left === undefined || right === undefined) return new Uint8Array(0);
  const values = new Int16Array(left.length * CD_CHANNELS);
  const isMono = right === left;
  for (let index = 0; index < left.length; index++) {
    const leftNoise = noise === undefined ? 0 : noise();
    const rightNoise = noise === undefined || isMono ? leftNoise : noise();
    values[2 * index] = to16Bits(left[index] as number, leftNoise);
    values[2 * index + 1] = to16Bits(right[index] as number, rightNoise);
  }
  const bytes = new Uint8Array(values.buffer);
  return IS_LITTLE_ENDIAN ? bytes : Buffer.from(bytes.buffer).swap16();
}

/** Rounded to the nearest, and limited. What is not a number becomes silence when it is stored. */
function to16Bits(sample: number, noise: number): number {
  const value = Math.floor(sample * FULL_SCALE + noise + 0.5);
  // Math.min and Math.max take three times as long: they also order zeros.
  if (value > HIGHEST) return HIGHEST;
  if (value < LOWEST) return LOWEST;
  return value;
}

/**
 * Sound of any rate and precision as 44.1 kHz, 16-bit, stereo PCM. 16-bit samples at 44.1 kHz stay as they are. More than two
 * channels are mixed by their `speakers`, which must be known.
 */
export async function* toCd(format: SoundFormat, sound: SoundPieces, options: ToCdOptions): AsyncGenerator<Uint8Array> {
  const { sampleRateHz, channels, speakers } = format;
  const noise = options.dither && !isExact(format) ? makeTpdf() : undefined;
  const mix = channels > CD_CHANNELS ? makeDownmix(speakers) : undefined;
  const resampler =
    sampleRateHz === CD_SAMPLE_RATE_HZ ? undefined : new Resampler(Math.min(channels, CD_CHANNELS), sampleRateHz);
  for await (const piece of sound) {
    const mixed = mix === undefined ? piece : mix(piece);
    yield quantize(resampler === undefined ? mixed : resampler.push(mixed), noise);
  }
  for (const piece of resampler?.finish() ?? []) yield quantize(piece, noise);
}
