import { describe, expect, test } from '@jest/globals';
import { registerBytes, toHex } from '../../src/codec/index.ts';

const bitsOf = (bytes: Uint8Array): number[] =>
  [...bytes].flatMap((byte) => Array.from({ length: 8 }, (_, bit) => (byte >> bit) & 1));

describe('linear feedback shift register', () => {
  test('of x^15 + x + 1 begins as in ECMA-130 annex B', () => {
    expect(toHex(registerBytes({ lengthBits: 15, taps: [0, 1], initial: 1 }, 12))).toBe('018000600028001e80086006');
  });

  test('of a primitive polynomial repeats after all states but zero', () => {
    const bits = bitsOf(registerBytes({ lengthBits: 4, taps: [0, 1], initial: 1 }, 15));
    expect(bits.slice(15, 120)).toEqual(bits.slice(0, 105));
    expect(bits.slice(0, 15).reduce((sum, bit) => sum + bit)).toBe(8);
  });

  test('each bit is the sum of the taps before it', () => {
    const bits = bitsOf(registerBytes({ lengthBits: 15, taps: [0, 1], initial: 0x4d21 }, 200));
    for (let index = 15; index < bits.length; index++) {
      expect(bits[index]).toBe((bits[index - 15] ?? 0) ^ (bits[index - 14] ?? 0));
    }
  });
});
