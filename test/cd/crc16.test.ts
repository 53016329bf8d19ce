import { expect, test } from '@jest/globals';
import { crc16 } from '../../src/cd/crc16.ts';
import { fromHex } from '../../src/codec/index.ts';

test('CRC of a CD-TEXT pack that wodim wrote', () => {
  expect(crc16(fromHex('8000000052696720416c62756d004f6e'))).toBe(0x3538);
});
