/** CD digital audio (IEC 60908): the one form that a track can have. */
export const CD_SAMPLE_RATE_HZ = 44_100;
export const CD_CHANNELS = 2;
export const CD_BITS_PER_SAMPLE = 16;

/** One sample of both channels. */
export const CD_SAMPLE_BYTES = 4;

/** One second of sound; 1x is this many bytes a second. */
export const CD_BYTES_PER_SECOND = 176_400;
