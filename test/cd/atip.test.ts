import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { atipSpecialInformation, hasAtipTimes } from '../../src/cd/atip.ts';
import { toHex } from '../../src/codec/index.ts';

test('special information of a CD-RW: power 5, reference speed 1, with A1 and A2', () => {
  const value = {
    indicativePower: 5,
    referenceSpeed: 1,
    rewritable: true,
    discSubType: 0,
    a1Valid: true,
    a2Valid: true,
  };
  expect(toHex(atipSpecialInformation.encode(value))).toBe('d100c6');
});

test('decode(encode(x)) = x', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 3, maxLength: 3 }), (bytes) => {
      const value = atipSpecialInformation.decode(bytes);
      expect(atipSpecialInformation.decode(atipSpecialInformation.encode(value))).toEqual(value);
    }),
  );
});

const times = ([leadInStartMinute, leadInStartSecond, leadInStartFrame]: number[], [minute, second, frame]: number[]) =>
  ({
    leadInStartMinute,
    leadInStartSecond,
    leadInStartFrame,
    lastLeadOutStartMinute: minute,
    lastLeadOutStartSecond: second,
    lastLeadOutStartFrame: frame,
  }) as Parameters<typeof hasAtipTimes>[0];

test('times in BCD and times of zeros are not those of a disc', () => {
  expect(hasAtipTimes(times([97, 26, 66], [79, 59, 71]))).toBe(true);
  expect(hasAtipTimes(times([0x97, 0x26, 0x66], [0x79, 0x59, 0x71]))).toBe(false);
  expect(hasAtipTimes(times([0, 0, 0], [0, 0, 0]))).toBe(false);
});
