import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { inhibitSleep } from '../../../src/transport/linux/inhibit-sleep.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const { PATH } = process.env;
let folder = '';

beforeEach(() => {
  folder = temporaryFolder();
  process.env['PATH'] = `${folder}:${PATH}`;
});
afterEach(() => {
  process.env['PATH'] = PATH;
});

/** Puts a program called systemd-inhibit before the real one; it notes its arguments, and when it ends, in `log`. */
async function fake(lines: string): Promise<void> {
  const path = join(folder, 'systemd-inhibit');
  await writeFile(path, `#!/bin/sh\necho "$@" >> ${folder}/log\n${lines}\n`);
  await chmod(path, 0o755);
}

const log = async (): Promise<string[]> => (await readFile(join(folder, 'log'), 'utf8')).trimEnd().split('\n');

/** As the real one: runs the last argument, and gives the lock up when that ends. */
const GRANTS = 'for program; do :; done\n"$program"\necho released >> "$(dirname "$0")/log"';

test('holds off sleep, idling and the lid until it is disposed', async () => {
  await fake(GRANTS);
  const hold = await inhibitSleep('burning a disc');
  expect(hold).toMatchObject({ heldOff: true, problem: undefined });
  expect(await log()).toEqual([
    '--what=sleep:idle:handle-lid-switch --who=discwright --why=burning a disc --mode=block cat',
  ]);
  await hold[Symbol.asyncDispose]();
  expect((await log()).at(-1)).toBe('released');
});

test('leaves the lid alone where only that is refused', async () => {
  await fake(`case "$1" in *lid*) echo 'Access denied' >&2; exit 1;; esac\n${GRANTS}`);
  const hold = await inhibitSleep('burning a disc');
  expect(hold.heldOff).toBe(true);
  expect((await log()).at(-1)).toContain('--what=sleep:idle ');
  await hold[Symbol.asyncDispose]();
});

test('says why it is refused', async () => {
  await fake("echo 'Failed to inhibit: Access denied' >&2; exit 1");
  await expect(inhibitSleep('burning a disc')).rejects.toThrow('Failed to inhibit: Access denied');
  await fake('exit 4');
  await expect(inhibitSleep('burning a disc')).rejects.toThrow('systemd-inhibit ended with code 4');
});

test('asks once where there is nobody to ask', async () => {
  await fake("echo 'Failed to connect to bus: No such file or directory' >&2; exit 1");
  await expect(inhibitSleep('burning a disc')).rejects.toThrow('Failed to connect to bus');
  expect(await log()).toHaveLength(1);
});

test('says that it is not installed', async () => {
  process.env['PATH'] = folder;
  await expect(inhibitSleep('burning a disc')).rejects.toThrow('systemd-inhibit is not installed');
});
