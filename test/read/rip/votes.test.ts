import { expect, test } from '@jest/globals';
import { Votes } from '../../../src/read/rip/votes.ts';

const BLOCK = 2_352;

const reading = (value: number, flagged = false) => ({
  startLba: 0,
  bytes: new Uint8Array(BLOCK).fill(value),
  flagged: new Set(flagged ? [0] : []),
  unread: new Map<number, unknown>(),
  displacedPieces: 0,
});

test('the best of a hundred different readings is kept, and one that comes again is counted', () => {
  const votes = new Votes();
  votes.add(reading(201), 0);
  votes.add(reading(201), 0);
  for (let value = 0; value < 100; value++) votes.add(reading(value, value % 2 === 0), 0);
  expect(votes.best?.[0]).toBe(201);
  expect(votes.agreed(3)).toBeUndefined();
  // 51 was read once long ago.
  votes.add(reading(51), 0);
  votes.add(reading(51), 0);
  expect(votes.agreed(3)?.[0]).toBe(51);
  expect(votes.doubt).toBe('differs');
});

test('a reading without C2 errors is better than one that came more often with them', () => {
  const votes = new Votes();
  for (let count = 0; count < 5; count++) votes.add(reading(1, true), 0);
  votes.add(reading(2), 0);
  for (let value = 10; value < 60; value++) votes.add(reading(value, true), 0);
  expect(votes.best?.[0]).toBe(2);
});
