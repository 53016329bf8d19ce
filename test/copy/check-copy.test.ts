import { expect, test } from '@jest/globals';
import { requireWhole } from '../../src/copy/check-copy.ts';
import type { RippedTrack } from '../../src/index.ts';

test('a disc of which a track is in no file is not burned', () => {
  const track = (number: number, path?: string) =>
    ({ number, ...(path === undefined ? {} : { path }) }) as unknown as RippedTrack;
  const result = { tracks: [track(1, 'a.wav'), track(2), track(3)], suspects: [], unreachedSamples: 0 };
  expect(() => requireWhole(result)).toThrow(/tracks 2, 3 cannot be copied, and nothing was burned/);
  requireWhole({ ...result, tracks: [track(1, 'a.wav')] });
});
