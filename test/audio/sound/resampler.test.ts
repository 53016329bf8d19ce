import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Resampler, resampledFrames } from '../../../src/audio/sound/resampler.ts';

/** All that comes of a sound in pieces of this many samples. */
function resampled(sound: readonly Float32Array[], rateHz: number, pieceFrames = 4_096): Float32Array[] {
  const resampler = new Resampler(sound.length, rateHz);
  const pieces: (readonly Float32Array[])[] = [];
  const frames = sound[0]?.length ?? 0;
  for (let at = 0; at < frames; at += pieceFrames) {
    pieces.push(resampler.push(sound.map((channel) => channel.subarray(at, at + pieceFrames))));
  }
  pieces.push(...resampler.finish());
  return sound.map((_, channel) => Float32Array.from(pieces.flatMap((piece) => [...(piece[channel] ?? [])])));
}

const tone = (hz: number, rateHz: number, frames: number): Float32Array =>
  Float32Array.from({ length: frames }, (_, index) => 0.5 * Math.sin((2 * Math.PI * hz * index) / rateHz));

/** The level of a difference to a tone at 44.1 kHz, in dB below full scale, away from both ends. */
function errorDb(sound: Float32Array, hz: number): number {
  const from = 2_000;
  const to = sound.length - 2_000;
  const ideal = tone(hz, 44_100, sound.length);
  let sum = 0;
  for (let index = from; index < to; index++) sum += ((sound[index] ?? 0) - (ideal[index] ?? 0)) ** 2;
  return 10 * Math.log10(sum / (to - from) + 1e-20);
}

const RATES = [
  8_000, 11_025, 22_050, 32_000, 37_800, 44_099, 47_952, 48_000, 88_200, 96_000, 176_400, 192_000, 352_800,
];

describe('the length', () => {
  test('is round(n x 44100 / rate) at every rate, in pieces of any size', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(8_000, 32_000, 44_101, 48_000, 96_000, 384_000),
        fc.integer({ min: 1, max: 3_000 }),
        fc.integer({ min: 1, max: 3_000 }),
        fc.integer({ min: 1, max: 3 }),
        (rateHz, frames, pieceFrames, channels) => {
          const sound = Array.from({ length: channels }, () => new Float32Array(frames).fill(0.25));
          const made = resampled(sound, rateHz, pieceFrames);
          expect(made.map(({ length }) => length)).toEqual(Array(channels).fill(resampledFrames(frames, rateHz)));
        },
      ),
      { numRuns: 40 },
    );
  });

  test('of 4 MB and more is not 144 samples short, and the next track begins with its own', () => {
    const frames = 1_200_000;
    expect(resampled([new Float32Array(frames).fill(1)], 48_000)[0]?.length).toBe(1_102_500);
    const [next] = resampled([new Float32Array(1_000)], 48_000);
    expect(next?.every((sample) => sample === 0)).toBe(true);
  });
});

describe('the sound', () => {
  test.each(RATES)('at %d Hz is not delayed, and is right to 16 bits and more', (rateHz) => {
    const hz = Math.min(1_000, rateHz / 8);
    const [left, right] = resampled([tone(hz, rateHz, rateHz / 2), tone(2 * hz, rateHz, rateHz / 2)], rateHz);
    expect(errorDb(left as Float32Array, hz)).toBeLessThan(-110);
    expect(errorDb(right as Float32Array, 2 * hz)).toBeLessThan(-110);
  });

  test.each([48_000, 96_000, 192_000])(
    'at %d Hz keeps 19 kHz, and nothing above 24 kHz comes back as an alias',
    (rateHz) => {
      const [high] = resampled([tone(19_000, rateHz, rateHz)], rateHz);
      expect(errorDb(high as Float32Array, 19_000)).toBeLessThan(-90);
      if (rateHz === 48_000) return;
      for (const hz of [24_500, 30_000, 43_000, 47_000]) {
        const [alias] = resampled([tone(hz, rateHz, rateHz)], rateHz);
        const loudest = (alias as Float32Array)
          .subarray(2_000, 42_000)
          .reduce((most, each) => Math.max(most, Math.abs(each)), 0);
        expect(20 * Math.log10(loudest)).toBeLessThan(-98);
      }
    },
  );

  test('keeps a constant level, and the first and the last sample have their share of the silence around them', () => {
    const [flat] = resampled([new Float32Array(20_000).fill(0.5)], 48_000);
    for (const index of [3_000, 9_000, 15_000]) expect(flat?.[index]).toBeCloseTo(0.5, 5);
    expect(flat?.[0]).toBeGreaterThan(0.2);
    expect(flat?.at(-1)).toBeGreaterThan(0.2);
  });

  test('is the same in pieces of any size', () => {
    const sound = [tone(997, 96_000, 9_600), tone(1_499, 96_000, 9_600)];
    const whole = resampled(sound, 96_000, 9_600);
    for (const pieceFrames of [1, 7, 1_024]) expect(resampled(sound, 96_000, pieceFrames)).toEqual(whole);
  });
});
