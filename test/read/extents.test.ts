import { describe, expect, test } from '@jest/globals';
import type { TrackState } from '../../src/drive/disc-state.ts';
import { audioTracksOf } from '../../src/read/extents.ts';

const track = (number: number, changes: Partial<TrackState> = {}): TrackState => ({
  number,
  session: 1,
  startLba: (number - 1) * 500,
  lengthBlocks: 300,
  kind: 'audio',
  control: 0,
  dataMode: 15,
  open: false,
  damaged: false,
  ...changes,
});

describe('audioTracksOf', () => {
  test('leaves out a track that nothing was written to', () => {
    expect(audioTracksOf([track(1), track(2, { lengthBlocks: 0, open: true })])).toEqual([track(1)]);
  });

  test('refuses data tracks, naming the first', () => {
    expect(() => audioTracksOf([track(1), track(2, { kind: 'data' })])).toThrow(/track 2 is a data track/);
  });
});
