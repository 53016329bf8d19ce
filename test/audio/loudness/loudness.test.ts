import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { albumGain, measureLoudness, type PcmTrack, pcmTrackFromBytes, withGain } from '../../../src/audio/index.ts';
import { highPass, shelf } from '../../../src/audio/loudness/k-weighting.ts';
import { valuesOf } from '../sound/fixtures.ts';
import { readThrough } from '../wav-builder.ts';

/** A stereo tone of 1 kHz, in parts of so many seconds at so many dB of full scale. */
function tone(...parts: readonly (readonly [seconds: number, db: number])[]): PcmTrack {
  const framesOf = (seconds: number): number => Math.round(seconds * 44_100);
  const frames = parts.reduce((sum, [seconds]) => sum + framesOf(seconds), 0);
  const bytes = Buffer.alloc(frames * 4);
  let frame = 0;
  for (const [seconds, db] of parts) {
    const level = 32_768 * 10 ** (db / 20);
    for (let end = frame + framesOf(seconds); frame < end; frame++) {
      const value = Math.round(level * Math.sin((2 * Math.PI * 1_000 * frame) / 44_100));
      bytes.writeInt16LE(Math.min(32_767, value), frame * 4);
      bytes.writeInt16LE(Math.min(32_767, value), frame * 4 + 2);
    }
  }
  return pcmTrackFromBytes(bytes, { name: 'tone' });
}

test('the filters are those of ITU-R BS.1770-4 at 48 kHz, tables 1 and 2', () => {
  const round = (values: readonly number[]) => values.map((value) => Number(value.toFixed(9)));
  expect(round(shelf(48_000).b)).toEqual([1.53512486, -2.691696189, 1.198392811]);
  expect(round(shelf(48_000).a)).toEqual([-1.690659293, 0.732480774]);
  expect(round(highPass(48_000).a)).toEqual([-1.990047455, 0.99007225]);
});

describe('the integrated loudness is that of EBU Tech 3341, in a quarter of the time', () => {
  test.each([
    ['case 1: -23 dBFS', tone([5, -23]), -23],
    ['case 2: -33 dBFS', tone([5, -33]), -33],
    ['case 3: quiet parts are below the relative gate', tone([2.5, -36], [15, -23], [2.5, -36]), -23],
    [
      'case 4: and those below -70 LUFS count for nothing',
      tone([2.5, -72], [2.5, -36], [15, -23], [2.5, -36], [2.5, -72]),
      -23,
    ],
    ['case 5: parts within the gate', tone([5, -26], [5.025, -20], [5, -26]), -23],
  ])('%s', async (_, track, lufs) => {
    expect(Math.abs((await measureLoudness([track])).lufs - lufs)).toBeLessThanOrEqual(0.1);
  });

  test('of several tracks is one value, and their peak is the highest', async () => {
    const { lufs, peakDb } = await measureLoudness([tone([5, -26]), tone([5.025, -20]), tone([5, -26])]);
    expect(Math.abs(lufs + 23)).toBeLessThanOrEqual(0.1);
    expect(peakDb).toBeCloseTo(-20, 1);
  });

  test('of silence is -Infinity', async () => {
    expect(await measureLoudness([pcmTrackFromBytes(Buffer.alloc(176_400), { name: 'silence' })])).toEqual({
      lufs: Number.NEGATIVE_INFINITY,
      peakDb: Number.NEGATIVE_INFINITY,
    });
  });
});

describe('the gain', () => {
  test('reaches the target, unless the highest peak would come nearer to full scale than 1 dB', () => {
    expect(albumGain({ lufs: -9, peakDb: 0 })).toEqual({ gainDb: -14, limited: false });
    expect(albumGain({ lufs: -30, peakDb: -10 })).toEqual({ gainDb: 7, limited: false });
    expect(albumGain({ lufs: -30, peakDb: -4 }, { targetLufs: -20 })).toEqual({ gainDb: 3, limited: true });
    expect(albumGain({ lufs: -30, peakDb: -0.5 })).toEqual({ gainDb: 0, limited: true });
    expect(albumGain({ lufs: Number.NEGATIVE_INFINITY, peakDb: Number.NEGATIVE_INFINITY })).toEqual({
      gainDb: 0,
      limited: false,
    });
  });

  test('is applied to every sample within the dither, limited, and the same in buffers of any size', async () => {
    const sample = fc.integer({ min: -32_768, max: 32_767 });
    const property = fc.asyncProperty(
      fc.array(sample, { minLength: 2, maxLength: 200 }).map((values) => values.slice(values.length % 2)),
      fc.double({ min: -20, max: 6, noNaN: true }),
      fc.integer({ min: 1, max: 40 }),
      async (values, gainDb, half) => {
        const bytes = Buffer.alloc(values.length * 2);
        for (const [index, value] of values.entries()) bytes.writeInt16LE(value, index * 2);
        const track = withGain(pcmTrackFromBytes(bytes, { name: 'some' }), gainDb);
        const louder = valuesOf(await readThrough(track, 2 * half));
        expect(valuesOf(await readThrough(track, 4_096))).toEqual(louder);
        for (const [index, value] of values.entries()) {
          const exact = gainDb === 0 ? value : value * 10 ** (gainDb / 20);
          const limited = Math.max(-32_768, Math.min(32_767, exact));
          expect(Math.abs((louder[index] ?? 0) - limited)).toBeLessThanOrEqual(1.5);
        }
      },
    );
    await fc.assert(property, { numRuns: 50 });
  });

  test('of 0 dB changes nothing', () => {
    const track = tone([0.1, -20]);
    expect(withGain(track, 0)).toBe(track);
  });
});
