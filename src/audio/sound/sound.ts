/** A loudspeaker position, as far as a downmix needs it. */
export type Speaker = 'left' | 'right' | 'centre' | 'bass' | 'rear-left' | 'rear-right' | 'rear-centre' | 'other';

/** What a file's audio is, before it is made into audio for a CD. Plain data: it goes to another thread. */
export interface SoundFormat {
  /** For messages, as the rest of the sentence `PATH: ...`: `a FLAC file of 96,000 Hz, 24-bit, stereo`. */
  readonly description: string;
  readonly sampleRateHz: number;
  readonly channels: number;
  /** Bits of its whole numbers; undefined for floating point and for lossy codecs, whose samples have no exact values. */
  readonly integerBits?: number;
  /** What each channel is for, in order; empty if the file does not say. */
  readonly speakers: readonly Speaker[];
}

/**
 * Samples of all channels: an array for each, of equal lengths. Full scale is 1: an integer of n bits is divided by 2^(n-1), so
 * that integers of up to 25 bits are exact.
 */
export type SoundPiece = readonly Float32Array[];

/** The sound of a file from start to end. Ending a `for await` early releases what it holds. */
export type SoundPieces = AsyncGenerator<SoundPiece, void, undefined>;
