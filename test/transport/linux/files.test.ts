import { statSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { deviceNumbers } from '../../../src/transport/linux/files.ts';

test.each([
  ['/dev/sr0', 0x0b00n, 11, 0],
  ['/dev/sg1', 0x1501n, 21, 1],
  ['a minor number beyond 255', 0x10_0bffn, 11, 0x1ff],
  ['the highest numbers', 0xffff_ffffn, 0xfff, 0xf_ffff],
])('%s by its dev_t', (_, rdev, major, minor) => {
  expect(deviceNumbers(rdev)).toEqual({ major, minor });
});

(process.platform === 'linux' ? test : test.skip)('the null device of this system (Linux only)', () => {
  expect(deviceNumbers(statSync('/dev/null', { bigint: true }).rdev)).toEqual({ major: 1, minor: 3 });
});
