import { chmodSync, chownSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { openSimulatedDrive } from '../../../src/simulator/index.ts';
import { TransportError } from '../../../src/transport/transport-error.ts';
import { rejectionOf } from '../../support/rejection.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { blocks, burnTrack } from '../support.ts';
import { readable } from './readable.ts';

const FIRST = blocks(320, 1);
const SECOND = blocks(310, 2);

describe('a saved disc that this user may only read', () => {
  const NOBODY = 65_534;

  /** Without the privileges of root, which ignores permissions. */
  async function asNobody<T>(action: () => Promise<T>): Promise<T> {
    if (process.geteuid?.() !== 0) return action();
    process.setegid?.(NOBODY);
    process.seteuid?.(NOBODY);
    try {
      return await action();
    } finally {
      process.seteuid?.(0);
      process.setegid?.(0);
    }
  }

  async function expectReadOnly(path: string, why: RegExp): Promise<void> {
    const before = readFileSync(path);
    await asNobody(async () => {
      await using drive = await openSimulatedDrive(path);
      expect(await readable(drive, 0, FIRST)).toBe(320);
      const error = await rejectionOf(burnTrack(drive, SECOND), TransportError);
      expect(error).toMatchObject({ kind: 'denied', reason: expect.stringMatching(why) });
    });
    expect(readFileSync(path).equals(before)).toBe(true);
  }

  async function burnedIn(place: string): Promise<string> {
    mkdirSync(place);
    const path = join(place, 'my.disc');
    await using drive = await openSimulatedDrive(path);
    await burnTrack(drive, FIRST);
    if (process.geteuid?.() === 0) {
      chmodSync(dirname(place), 0o755);
      chownSync(place, NOBODY, NOBODY);
    }
    return path;
  }

  const supported = process.platform !== 'win32';

  (supported ? test : test.skip)('can be read if its file may not be written (not on Windows)', async () => {
    const path = await burnedIn(join(temporaryFolder(), 'folder'));
    chmodSync(path, 0o444);
    await expectReadOnly(path, /can only be read: .*my\.disc may not be written/);
    expect(readdirSync(dirname(path))).toEqual(['my.disc']);
  });

  (supported ? test : test.skip)(
    'can be read in a read-only folder, unless a live process holds it (not on Windows)',
    async () => {
      const path = await burnedIn(join(temporaryFolder(), 'folder'));
      chmodSync(path, 0o666);
      chmodSync(dirname(path), 0o555);
      await expectReadOnly(path, /can only be read: no file, and so no lock, can be created/);
      chmodSync(dirname(path), 0o777);
      writeFileSync(`${path}.lock`, JSON.stringify({ pid: process.ppid, token: 'a-token' }), { mode: 0o644 });
      chmodSync(dirname(path), 0o555);
      const error = await asNobody(() => rejectionOf(openSimulatedDrive(path), TransportError));
      chmodSync(dirname(path), 0o777);
      expect(error.kind).toBe('busy');
    },
  );
});
