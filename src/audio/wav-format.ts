import { CD_BITS_PER_SAMPLE, CD_CHANNELS, CD_SAMPLE_BYTES, CD_SAMPLE_RATE_HZ } from '../cd/digital-audio.ts';
import { inDigits } from './conversion.ts';

const PCM_TAG = 1;
const EXTENSIBLE_TAG = 0xfffe;

/** Registered format tags (mmreg.h, RFC 2361) that occur in files. */
const ENCODINGS: Readonly<Record<number, string>> = {
  1: 'PCM',
  2: 'Microsoft ADPCM',
  3: 'floating point',
  6: 'A-law',
  7: 'mu-law',
  17: 'IMA ADPCM',
  49: 'GSM 6.10',
  80: 'MPEG',
  85: 'MP3',
  255: 'AAC',
  353: 'Windows Media',
  8192: 'AC-3',
};

/** The part of a KSDATAFORMAT_SUBTYPE that follows the format tag (ksmedia.h), as it is in the file. */
const SUBTYPE_TAIL = '000000001000800000aa00389b71';

/** The two masks that mean an ordinary pair: SPEAKER_FRONT_LEFT and _RIGHT, and the stereo downmix pair. */
const FRONT_PAIR = 0x3;
const DOWNMIX_PAIR = 0x6000_0000;

export const MINIMUM_FORMAT_BYTES = 16;
const EXTENSIBLE_FORMAT_BYTES = 40;
export const MAXIMUM_FORMAT_BYTES = EXTENSIBLE_FORMAT_BYTES;

/** The `fmt ` chunk. */
export interface WavFormat {
  readonly encoding: string;
  readonly channels: number;
  readonly sampleRateHz: number;
  /** One sample of all channels. */
  readonly sampleBytes: number;
  /** Of the container; a WAVE_FORMAT_EXTENSIBLE sample may use only the highest of them. */
  readonly bitsPerSample: number;
  readonly validBits: number;
  /** Which speakers the channels are for; 0 when the file does not say. */
  readonly channelMask: number;
}

const encodingName = (tag: number): string => ENCODINGS[tag] ?? `format ${tag.toString(16).padStart(4, '0')}h`;

function subFormatName(guid: Uint8Array): string {
  const bytes = Buffer.from(guid);
  const hex = bytes.toString('hex');
  return hex.slice(4) === SUBTYPE_TAIL ? encodingName(bytes.readUInt16LE(0)) : `sub-format ${hex}`;
}

/**
 * Decodes at least {@link MINIMUM_FORMAT_BYTES} of a `fmt ` chunk; undefined if it is extensible and too short for
 * that.
 */
export function decodeWavFormat(bytes: Uint8Array): WavFormat | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const tag = view.getUint16(0, true);
  const bitsPerSample = view.getUint16(14, true);
  const common = {
    channels: view.getUint16(2, true),
    sampleRateHz: view.getUint32(4, true),
    sampleBytes: view.getUint16(12, true),
    bitsPerSample,
  };
  if (tag !== EXTENSIBLE_TAG)
    return { ...common, encoding: encodingName(tag), validBits: bitsPerSample, channelMask: 0 };
  if (bytes.length < EXTENSIBLE_FORMAT_BYTES) return undefined;
  return {
    ...common,
    encoding: subFormatName(bytes.subarray(24, 40)),
    validBits: view.getUint16(18, true) || bitsPerSample,
    channelMask: view.getUint32(20, true),
  };
}

const inChannels = (channels: number): string =>
  channels === 1 ? 'mono' : channels === 2 ? 'stereo' : `${channels} channels`;

const inWords = (format: WavFormat): string =>
  [
    `${inDigits(format.sampleRateHz)} Hz`,
    format.validBits === format.bitsPerSample
      ? `${format.bitsPerSample}-bit`
      : `${format.validBits}-bit in ${format.bitsPerSample}`,
    inChannels(format.channels),
    format.encoding,
  ].join(', ');

/** What is wrong with this format for a CD, or undefined if nothing is. The average byte rate is ignored, as players do. */
export function objectionTo(format: WavFormat): string | undefined {
  const wanted =
    format.encoding === ENCODINGS[PCM_TAG] &&
    format.channels === CD_CHANNELS &&
    format.sampleRateHz === CD_SAMPLE_RATE_HZ &&
    format.bitsPerSample === CD_BITS_PER_SAMPLE &&
    // Fewer valid bits are the highest ones, the rest zero (ksmedia.h): the samples are right as they are.
    format.validBits <= CD_BITS_PER_SAMPLE;
  if (!wanted) return `a WAV file of ${inWords(format)}; an audio CD needs 44,100 Hz, 16-bit, stereo, PCM`;
  if (format.sampleBytes !== CD_SAMPLE_BYTES) {
    return `a damaged WAV file: it says that a 16-bit stereo sample is ${format.sampleBytes} bytes`;
  }
  const { channelMask: mask } = format;
  if (mask !== 0 && (mask & FRONT_PAIR) !== FRONT_PAIR && mask !== DOWNMIX_PAIR) {
    const hex = mask.toString(16).padStart(8, '0').toUpperCase();
    return `a WAV file whose two channels are not left and right (channel mask ${hex}h)`;
  }
  return undefined;
}
