import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import type * as OpenNative from '../../src/transport/open-native.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

// Built code: opening starts a worker thread. `npm test` builds first.
const built = new URL('../../build/transport/open-native.js', import.meta.url).href;
const { listNativeDrives, openNativeTransport } = (await import(built)) as typeof OpenNative;

const run = promisify(execFile);
const folder = temporaryFolder();
const file = join(folder, 'disc.iso');
writeFileSync(file, 'not a drive');

const linux = process.platform === 'linux';
const reason = linux ? '' : ' (skipped: it needs the errors of Linux)';

(linux ? describe : describe.skip)(`opening something that is not a drive, with the real errno${reason}`, () => {
  test.each([
    ['/dev/null', { kind: 'unsupported', errno: 25, osCode: 'ENOTTY (25)' }],
    ['a regular file', { kind: 'unsupported', errno: 25, osCode: 'ENOTTY (25)', path: file }],
    ['a folder', { kind: 'unsupported', errno: 21, osCode: 'EISDIR (21)' }],
    ['/dev/no-such-drive', { kind: 'not-found', errno: 2, osCode: 'ENOENT (2)' }],
    ['E:', { kind: 'not-found', message: expect.stringContaining('drives have letters on Windows only') }],
    [`${file}/sr0`, { kind: 'not-found', errno: 20, osCode: 'ENOTDIR (20)' }],
  ])('%s', async (what, expected) => {
    const path = what === 'a regular file' ? file : what === 'a folder' ? folder : what;
    await expect(openNativeTransport(path)).rejects.toMatchObject({ name: 'TransportError', ...expected });
  });

  test.each([
    ['foo.disc', 'sim:foo.disc'],
    ['', 'sim:PATH'],
    ['sim', 'sim:'],
    ['./sr0', 'sim:./sr0'],
  ])('%p is refused with the names that exist, and the one that may be meant', async (path, meant) => {
    await expect(openNativeTransport(path)).rejects.toMatchObject({
      kind: 'not-found',
      remedy: expect.stringMatching(new RegExp(`/dev/sr0.* or ${meant} for a simulated drive.*replay:FILE`)),
    });
  });
});

describe('other systems', () => {
  const platform = Object.getOwnPropertyDescriptor(process, 'platform') as PropertyDescriptor;
  test('have no drives, and the error says what works', async () => {
    Object.defineProperty(process, 'platform', { ...platform, value: 'darwin' });
    try {
      await expect(listNativeDrives()).resolves.toEqual([]);
      await expect(openNativeTransport('/dev/disk2')).rejects.toMatchObject({
        kind: 'unsupported',
        message: expect.stringMatching(/darwin.*sim:PATH.*replay:FILE/),
      });
    } finally {
      Object.defineProperty(process, 'platform', platform);
    }
  });
});

test('listing never fails, with or without drives', async () => {
  for (const drive of await listNativeDrives()) {
    expect(drive).toMatchObject({
      path: expect.any(String),
      vendor: expect.any(String),
      accessible: expect.any(Boolean),
    });
  }
});

describe('the option ffi', () => {
  test('that this runtime does not have is refused with those that it has', async () => {
    const opening = openNativeTransport(process.platform === 'win32' ? 'D:' : '/dev/sr0', 'bun:ffi');
    await expect(opening).rejects.toMatchObject({
      name: 'TransportError',
      kind: 'unsupported',
      remedy: expect.stringMatching(/koffi or node:ffi or ffi-napi/),
    });
  });

  // In a process of its own: ffi-napi corrupts the event loop of one whose main thread has loaded it several times, as each test
  // file does, when a worker thread loads it too (@makeomatic/ffi-napi 4.2.0, measured).
  (linux ? test : test.skip)(`is used by the thread of the drive${reason}`, async () => {
    const program = `
      const { openNativeTransport } = await import(${JSON.stringify(built)});
      const error = await openNativeTransport('/dev/null', 'ffi-napi').catch((reason) => reason);
      console.log(JSON.stringify({ kind: error.kind, osCode: error.osCode }));`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', program]);
    expect(JSON.parse(stdout)).toEqual({ kind: 'unsupported', osCode: 'ENOTTY (25)' });
  });
});
