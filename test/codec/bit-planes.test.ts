import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fromHex, gatherBits, spreadBits, toHex } from '../../src/codec/index.ts';

test('each bit goes into its own byte, the highest first', () => {
  expect(toHex(spreadBits(fromHex('a1'), 0))).toBe('0100010000000001');
  expect(toHex(spreadBits(fromHex('c0'), 6))).toBe('4040000000000000');
});

test('and is gathered again, whatever the other bits of those bytes are', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.nat(7), fc.nat(255), (bytes, position, others) => {
      const spread = spreadBits(bytes, position).map((byte) => byte | (others & ~(1 << position)));
      expect(gatherBits(spread, position)).toEqual(bytes);
    }),
  );
});
