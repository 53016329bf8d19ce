import { AUDIO_BLOCK_BYTES, FRAMES_PER_SECOND } from './geometry.ts';

/** CD digital audio (IEC 60908): the one form that an audio track can have. */
export const CD_SAMPLE_RATE_HZ = 44_100;
export const CD_CHANNELS = 2;
export const CD_BITS_PER_SAMPLE = 16;

/** One sample of both channels. */
export const CD_SAMPLE_BYTES = (CD_CHANNELS * CD_BITS_PER_SAMPLE) / 8;

/** One second of audio, 176,400 bytes; 1x is this many bytes per second. */
export const CD_BYTES_PER_SECOND = AUDIO_BLOCK_BYTES * FRAMES_PER_SECOND;
