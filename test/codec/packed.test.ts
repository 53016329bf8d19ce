import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { EncodeError, packed, struct, toHex, u8 } from '../../src/codec/index.ts';

describe('packed numbers', () => {
  test('follow each other without gaps, the highest bit first', () => {
    const layout = struct(5, { before: u8(0), symbols: packed(1, { widthBits: 6, count: 5 }) });
    expect(toHex(layout.encode({ before: 0xff, symbols: [0b010111, 0b010010, 0b010001, 0b101001, 0b010101] }))).toBe(
      'ff5d246954',
    );
  });

  test('keep the bits around them', () => {
    const layout = struct(2, { digits: packed(0, { widthBits: 4, count: 3 }) });
    expect(toHex(layout.patch(Uint8Array.of(0xff, 0xff), { digits: [1, 2, 3] }))).toBe('123f');
    expect(layout.fieldAt(1, 4)).toBe('digits');
    expect(layout.fieldAt(1, 3)).toBeUndefined();
    expect(toHex(layout.mask(['digits']))).toBe('fff0');
  });

  test('decode(encode(x)) = x for any width', () => {
    const cases = fc
      .integer({ min: 1, max: 31 })
      .chain((widthBits) => fc.tuple(fc.constant(widthBits), fc.array(fc.nat(2 ** widthBits - 1), { maxLength: 20 })));
    fc.assert(
      fc.property(cases, ([widthBits, numbers]) => {
        const lengthBytes = Math.ceil((numbers.length * widthBits) / 8);
        const layout = struct(lengthBytes, { numbers: packed(0, { widthBits, count: numbers.length }) });
        const bytes = layout.encode({ numbers });
        expect(layout.decode(bytes)).toEqual({ numbers });
        const digits = numbers.map((number) => number.toString(2).padStart(widthBits, '0')).join('');
        const inBits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
        expect(inBits.slice(0, digits.length)).toBe(digits);
      }),
    );
  });

  test('refuse what does not fit, naming its place', () => {
    const layout = struct(2, { digits: packed(0, { widthBits: 4, count: 3 }) });
    expect(() => layout.encode({ digits: [1, 16, 3] })).toThrow(/digits\[1\] .* 0 to 15/);
    expect(() => layout.encode({ digits: [1] })).toThrow(EncodeError);
  });
});
