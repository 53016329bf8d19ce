import { expect, test } from '@jest/globals';
import { bitSet } from '../../src/codec/index.ts';

test('a bit for each position', () => {
  expect([bitSet([]), bitSet([0, 3]), bitSet([3, 0, 3]), bitSet([31])]).toEqual([0, 9, 9, 2 ** 31]);
});
