import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BITS_SPARE_BYTES, BitReader, EndOfBitsError } from '../../src/codec/bit-reader.ts';

/** A reader of these binary digits, filled up to a whole byte with zeros. */
function readerOf(digits: string): BitReader {
  const bytes = (digits.match(/.{1,8}/g) ?? []).map((eight) => Number.parseInt(eight.padEnd(8, '0'), 2));
  return new BitReader(Uint8Array.from([...bytes, ...new Uint8Array(BITS_SPARE_BYTES)]), bytes.length);
}

const MOST_BITS = 48;
const number = fc
  .integer({ min: 1, max: MOST_BITS })
  .chain((bits) => fc.tuple(fc.constant(bits), fc.bigInt({ min: 0n, max: 2n ** BigInt(bits) - 1n })));

describe('a bit reader', () => {
  test('reads numbers of any length, one after the other', () => {
    fc.assert(
      fc.property(fc.array(number), (numbers) => {
        const reader = readerOf(numbers.map(([bits, value]) => value.toString(2).padStart(bits, '0')).join(''));
        for (const [bits, value] of numbers) expect(BigInt(reader.read(bits))).toBe(value);
      }),
    );
  });

  test("reads numbers in two's complement", () => {
    fc.assert(
      fc.property(fc.array(number), (numbers) => {
        const reader = readerOf(numbers.map(([bits, value]) => value.toString(2).padStart(bits, '0')).join(''));
        for (const [bits, value] of numbers) expect(BigInt(reader.readSigned(bits))).toBe(BigInt.asIntN(bits, value));
      }),
    );
  });

  test('counts zeros, however many', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 100 })), (counts) => {
        const reader = readerOf(counts.map((count) => `${'0'.repeat(count)}1`).join(''));
        for (const count of counts) expect(reader.readUnary()).toBe(count);
      }),
    );
  });

  test('reads Rice codes of every parameter', () => {
    const codes = fc.integer({ min: 0, max: 30 }).chain((lowerBits) =>
      fc.tuple(
        fc.constant(lowerBits),
        fc.array(
          fc.integer({
            min: Math.max(-(2 ** 31) + 1, -(40 * 2 ** lowerBits)),
            max: Math.min(2 ** 31 - 1, 40 * 2 ** lowerBits),
          }),
        ),
      ),
    );
    fc.assert(
      fc.property(codes, fc.boolean(), ([lowerBits, values], isWide) => {
        const digits = values.map((value) => {
          const folded = value < 0 ? -2 * value - 1 : 2 * value;
          const upper = Math.floor(folded / 2 ** lowerBits);
          const lower = folded % 2 ** lowerBits;
          return `${'0'.repeat(upper)}1${lowerBits === 0 ? '' : lower.toString(2).padStart(lowerBits, '0')}`;
        });
        const target = isWide ? new Float64Array(values.length) : new Int32Array(values.length);
        readerOf(digits.join('')).readRice(lowerBits, target, 0, values.length);
        expect([...target].map((value) => value + 0)).toEqual(values.map((value) => value + 0));
      }),
    );
  });

  test('refuses to read past the end, in every way', () => {
    const refused = (read: (reader: BitReader) => unknown, digits: string) =>
      expect(() => read(readerOf(digits))).toThrow(EndOfBitsError);
    refused((reader) => reader.read(9), '10000000');
    refused((reader) => reader.read(40), '10000000'.repeat(4));
    refused((reader) => reader.readUnary(), '00000000');
    refused((reader) => reader.readRice(3, new Int32Array(4), 0, 4), '10101010');
    refused((reader) => reader.readRice(0, new Int32Array(1), 0, 1), '00000000');
    expect(() => new BitReader(new Uint8Array(4), 1)).toThrow(RangeError);
  });

  test('is after the byte of which a part was read, and can be moved', () => {
    const reader = readerOf('1'.repeat(32));
    expect(reader.positionBytes).toBe(0);
    reader.read(3);
    expect(reader.positionBytes).toBe(1);
    reader.positionBytes = 3;
    expect(reader.read(8)).toBe(0xff);
    expect(reader.positionBytes).toBe(4);
  });
});
