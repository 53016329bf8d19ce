import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bitSet, bitsIn } from '../../src/codec/index.ts';

test('a bit for each position', () => {
  expect([bitSet([]), bitSet([0, 3]), bitSet([3, 0, 3]), bitSet([31])]).toEqual([0, 9, 9, 2 ** 31]);
});

test('the positions of the bits of a number', () => {
  expect([bitsIn(0), bitsIn(9), bitsIn(2 ** 31)]).toEqual([[], [0, 3], [31]]);
  fc.assert(fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (set) => expect(bitSet(bitsIn(set))).toBe(set)));
});
