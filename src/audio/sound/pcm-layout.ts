import { inDigits } from '../conversion.ts';
import type { SoundFormat, Speaker } from './sound.ts';

/** How one sample of one channel is stored. Bits that a whole number does not use are its lowest ones, and zero. */
export interface PcmEncoding {
  readonly kind: 'signed' | 'unsigned' | 'float' | 'a-law' | 'mu-law';
  readonly bytes: number;
  readonly bigEndian: boolean;
}

/** Where uncompressed audio is in a file, and how it is stored: one sample of each channel after the other. */
export interface PcmLayout {
  readonly format: SoundFormat;
  readonly encoding: PcmEncoding;
  readonly startBytes: number;
  readonly frames: number;
}

/** What a header says, before it is known where the audio is. */
export interface PcmDescription {
  /** `a WAV file`. */
  readonly container: string;
  readonly sampleRateHz: number;
  readonly channels: number;
  readonly encoding: PcmEncoding;
  readonly validBits: number;
  readonly speakers: readonly Speaker[];
}

const inChannels = (channels: number): string =>
  channels === 1 ? 'mono' : channels === 2 ? 'stereo' : `${channels} channels`;

/** `a FLAC file of 96,000 Hz, 24-bit, stereo`. */
export const describeSound = (
  container: string,
  { sampleRateHz, channels }: Pick<SoundFormat, 'sampleRateHz' | 'channels'>,
  precision?: string,
): string =>
  [
    `${container} of ${inDigits(sampleRateHz)} Hz`,
    ...(precision === undefined ? [] : [precision]),
    inChannels(channels),
  ].join(', ');

const PRECISIONS: Readonly<Record<PcmEncoding['kind'], (bits: number) => string>> = {
  signed: (bits) => `${bits}-bit`,
  unsigned: (bits) => `${bits}-bit`,
  float: (bits) => `${bits}-bit floating point`,
  'a-law': () => 'A-law',
  'mu-law': () => 'mu-law',
};

/** Decoded samples of A-law have 13 bits, those of mu-law 14 (ITU-T G.711). */
const COMPANDED_BITS = { 'a-law': 13, 'mu-law': 14 } as const;

export function soundFormatOf(description: PcmDescription): SoundFormat {
  const { container, sampleRateHz, channels, encoding, validBits, speakers } = description;
  const common = {
    description: describeSound(container, { sampleRateHz, channels }, PRECISIONS[encoding.kind](validBits)),
    sampleRateHz,
    channels,
    speakers,
  };
  if (encoding.kind === 'float') return common;
  const { kind } = encoding;
  return { ...common, integerBits: kind === 'a-law' || kind === 'mu-law' ? COMPANDED_BITS[kind] : validBits };
}

/** Why this cannot be decoded, or undefined if it can. */
export function objectionToPcm({ kind, bytes }: PcmEncoding): string | undefined {
  const known = { signed: [1, 2, 3, 4], unsigned: [1, 2, 3, 4], float: [4, 8], 'a-law': [1], 'mu-law': [1] }[kind];
  return known.includes(bytes) ? undefined : `samples of ${bytes} bytes`;
}
