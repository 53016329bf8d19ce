import { expect, test } from '@jest/globals';
import { EncodeError, fromBcd, toBcd } from '../../src/codec/index.ts';

test('binary-coded decimal: two digits per byte', () => {
  expect([0, 9, 10, 59, 99].map(toBcd)).toEqual([0x00, 0x09, 0x10, 0x59, 0x99]);
  for (let value = 0; value < 100; value++) expect(fromBcd(toBcd(value))).toBe(value);
  for (const wrong of [-1, 100, 0.5, Number.NaN]) expect(() => toBcd(wrong)).toThrow(EncodeError);
  expect(fromBcd(0x0a)).toBe(10);
});
