import type { Speaker } from './sound.ts';

const L = 'left';
const R = 'right';
const C = 'centre';
const BASS = 'bass';
const RL = 'rear-left';
const RR = 'rear-right';
const RC = 'rear-centre';

/** In the order of the bits of WAVE_FORMAT_EXTENSIBLE's channel mask (ksmedia.h), the first eleven. */
const MASK_ORDER: readonly Speaker[] = [L, R, C, BASS, RL, RR, 'other', 'other', RC, RL, RR];

/** What the channels are for according to a channel mask; a mask of other than `channels` bits says nothing. */
export function speakersOfMask(mask: number, channels: number): readonly Speaker[] {
  const speakers: Speaker[] = [];
  for (let bit = 0; bit < 32; bit++) {
    if ((mask & (2 ** bit)) !== 0) speakers.push(MASK_ORDER[bit] ?? 'other');
  }
  return speakers.length === channels ? speakers : [];
}

/** Without a mask: the usual order of WAV and FLAC (RFC 9639 9.1.3). */
const WAV_ORDERS: Readonly<Record<number, readonly Speaker[]>> = {
  1: [C],
  2: [L, R],
  3: [L, R, C],
  4: [L, R, RL, RR],
  5: [L, R, C, RL, RR],
  6: [L, R, C, BASS, RL, RR],
  7: [L, R, C, BASS, RC, RL, RR],
  8: [L, R, C, BASS, RL, RR, RL, RR],
};

/** Vorbis I 4.3.9, which Opus has taken over (RFC 7845 5.1.1.2). */
const VORBIS_ORDERS: Readonly<Record<number, readonly Speaker[]>> = {
  1: [C],
  2: [L, R],
  3: [L, C, R],
  4: [L, R, RL, RR],
  5: [L, C, R, RL, RR],
  6: [L, C, R, RL, RR, BASS],
  7: [L, C, R, RL, RR, RC, BASS],
  8: [L, C, R, RL, RR, RL, RR, BASS],
};

/** AIFF 1.3, "Common Chunk". */
const AIFF_ORDERS: Readonly<Record<number, readonly Speaker[]>> = {
  1: [C],
  2: [L, R],
  3: [L, R, C],
  4: [L, R, RL, RR],
  6: [L, 'other', C, R, 'other', RC],
};

export const wavSpeakers = (channels: number): readonly Speaker[] => WAV_ORDERS[channels] ?? [];
export const vorbisSpeakers = (channels: number): readonly Speaker[] => VORBIS_ORDERS[channels] ?? [];
export const aiffSpeakers = (channels: number): readonly Speaker[] => AIFF_ORDERS[channels] ?? [];
