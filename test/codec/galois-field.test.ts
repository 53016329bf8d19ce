import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { galoisField } from '../../src/codec/index.ts';

const field = galoisField(0x11d);
const byte = fc.integer({ min: 0, max: 255 });

/** Multiplication as it is defined: of polynomials, then the remainder. */
function product(left: number, right: number): number {
  let value = 0n;
  for (let bit = 0n; bit < 8n; bit++) if ((BigInt(right) >> bit) & 1n) value ^= BigInt(left) << bit;
  for (let bit = 14n; bit >= 8n; bit--) if ((value >> bit) & 1n) value ^= 0x11dn << (bit - 8n);
  return Number(value);
}

describe('GF(256)', () => {
  test('products are those of polynomials', () => {
    fc.assert(fc.property(byte, byte, (left, right) => expect(field.times(left, right)).toBe(product(left, right))));
  });

  test('a value times its inverse is one', () => {
    for (let value = 1; value < 256; value++) expect(field.times(value, field.inverse(value))).toBe(1);
    expect(() => field.inverse(0)).toThrow(RangeError);
  });

  test('tables hold products', () => {
    for (const factor of [0, 1, 2, 255]) {
      const table = field.timesTable(factor);
      for (let value = 0; value < 256; value++) expect(table[value]).toBe(product(factor, value));
    }
  });

  test('a polynomial that is not primitive is refused', () => {
    expect(() => galoisField(0x11b)).toThrow(/not a primitive polynomial/); // AES': irreducible, but 2 is not a generator
    expect(() => galoisField(0x100)).toThrow(RangeError);
  });
});
