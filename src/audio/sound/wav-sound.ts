import { objectionTo, type WavFormat } from '../wav-format.ts';
import { objectionToPcm, type PcmDescription, type PcmEncoding } from './pcm-layout.ts';
import { speakersOfMask, wavSpeakers } from './speakers.ts';

const KINDS: Readonly<Record<string, PcmEncoding['kind']>> = {
  PCM: 'signed',
  'floating point': 'float',
  'A-law': 'a-law',
  'mu-law': 'mu-law',
};

/**
 * What a `fmt ` chunk says, if it is uncompressed audio that must be converted; undefined if it is not, or if it can be burned
 * as it is.
 */
export function pcmOfWav(container: string, format: WavFormat): PcmDescription | undefined {
  const { encoding, channels, sampleRateHz, sampleBytes, bitsPerSample, validBits, channelMask } = format;
  const kind = KINDS[encoding];
  if (kind === undefined || channels === 0) return undefined;
  const bytes = sampleBytes / channels;
  // Samples of up to 8 bits are unsigned.
  const stored: PcmEncoding = { kind: kind === 'signed' && bytes === 1 ? 'unsigned' : kind, bytes, bigEndian: false };
  if (objectionToPcm(stored) !== undefined || bitsPerSample > 8 * bytes) return undefined;
  const speakers = channelMask === 0 ? wavSpeakers(channels) : speakersOfMask(channelMask, channels);
  return { container, sampleRateHz, channels, encoding: stored, validBits, speakers };
}

/** Whether the samples can be burned as they are. */
export const isCdFormat = (format: WavFormat): boolean => objectionTo(format) === undefined;
