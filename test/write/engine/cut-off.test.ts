import { expect, test } from '@jest/globals';
import type { DiscState } from '../../../src/drive/disc-state.ts';
import { withinSent } from '../../../src/write/engine/cut-off.ts';
import type { SentTrack } from '../../../src/write/engine/send-extent.ts';

const disc = { tracks: [{ number: 1, startLba: 0, lengthBlocks: 27, open: true }] } as unknown as DiscState;
// The drive carried out a WRITE of 27 blocks and answered that it had failed.
const sent = [{ number: 1, startLba: 0, lengthBlocks: 0, sourceBlocks: 0 } as SentTrack];

test('of a track that is written by itself, the drive knows the length', () => {
  expect(withinSent({ unit: 'track' }, disc, sent)?.tracks[0]?.lengthBlocks).toBe(27);
});

test('of a session in one go, no open track is longer than what was accepted of it', () => {
  expect(withinSent({ unit: 'session' }, disc, sent)?.tracks[0]?.lengthBlocks).toBe(0);
});
