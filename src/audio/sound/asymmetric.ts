import type { SoundPiece } from './sound.ts';

/**
 * `@audio/decode-wavpack` and `@audio/decode-tta` divide what is negative by 2^(n-1), and what is positive by one less: the whole
 * numbers that they had, and these by one scale.
 */
export function toOneScale(channels: readonly Float32Array[], integerBits: number): SoundPiece {
  const below = 2 ** (integerBits - 1);
  const above = below - 1;
  return channels.map((channel) => {
    const samples = new Float32Array(channel.length);
    for (let index = 0; index < channel.length; index++) {
      const sample = channel[index] as number;
      samples[index] = Math.round(sample * (sample < 0 ? below : above)) / below;
    }
    return samples;
  });
}
