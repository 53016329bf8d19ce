import { expect, test } from '@jest/globals';
import { everySignalBut } from '../../../src/transport/native/libc.ts';

test('a set of every signal except some', () => {
  const set = everySignalBut([1, 8, 9, 31]);
  expect(set).toHaveLength(128);
  expect([...set.subarray(0, 5)]).toEqual([0x7e, 0xfe, 0xff, 0xbf, 0xff]);
});
