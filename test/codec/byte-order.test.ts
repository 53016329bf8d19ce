import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { contradictions, EncodeError, struct, u16Both, u16le, u32Both, u32le, u64le } from '../../src/codec/index.ts';

const layout = struct(26, { a: u16le(0), b: u32le(2), c: u64le(6), d: u16Both(14), e: u32Both(18) });

test('little-endian numbers, and numbers in both byte orders, are where ECMA-119 has them', () => {
  const bytes = layout.encode({ a: 0x1234, b: 0x1234_5678, c: 0x11_2233_4455, d: 0x1234, e: 0x1234_5678 });
  expect(Buffer.from(bytes).toString('hex')).toBe(
    '3412' + '78563412' + '5544332211000000' + '34121234' + '7856341212345678',
  );
});

test('decode(encode(x)) = x', () => {
  const number = (bits: number) => fc.integer({ min: 0, max: 2 ** bits - 1 });
  fc.assert(
    fc.property(
      fc.record({ a: number(16), b: number(32), c: fc.maxSafeNat(), d: number(16), e: number(32) }),
      (values) => expect(layout.decode(layout.encode(values))).toEqual(values),
    ),
  );
});

test('halves that differ are found, and numbers that do not fit are refused', () => {
  const bytes = layout.encode({ a: 1, b: 1, c: 1, d: 1, e: 1 });
  expect(contradictions(layout.fields, bytes)).toEqual([]);
  bytes[25] = 2;
  expect(contradictions(layout.fields, bytes)).toEqual(['e']);
  expect(layout.decode(bytes).e).toBe(1);
  for (const wrong of [-1, 0.5, 2 ** 32, Number.NaN])
    expect(() => layout.encode({ a: 1, b: 1, c: 1, d: 1, e: wrong })).toThrow(EncodeError);
});
