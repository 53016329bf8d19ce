import { expect, test } from '@jest/globals';
import { permissionRemedy } from '../../src/transport/permission.ts';

test.each([
  ['Deno', { name: 'NotCapable', message: 'Requires all access to "/dev/sr0"' }, /Deno with -A/],
  ['Node', { name: 'Error', code: 'ERR_ACCESS_DENIED' }, /--allow-worker/],
  ['Node, for an addon', { name: 'Error', code: 'ERR_DLOPEN_DISABLED' }, /--allow-addons/],
])('a refusal of %s has a remedy', (_, error, remedy) => {
  expect(permissionRemedy(error)).toMatch(remedy);
});

test.each([undefined, 'no', new Error('no'), Object.assign(new Error('no'), { code: 'EACCES' })])(
  'any other error has none: %p',
  (error) => {
    expect(permissionRemedy(error)).toBeUndefined();
  },
);
