import { existsSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join, relative } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { findProgram } from '../src/find-program.ts';
import { ripDisc } from '../src/index.ts';
import { drain } from './read/recorded-disc.ts';
import { driveWith, twoTracks } from './read/rip/discs.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const posix = process.platform === 'win32' ? test.skip : test;
const fileName = process.platform === 'win32' ? 'flac.exe' : 'flac';
const { PATH } = process.env;

let folder: string;
let program: string;
beforeEach(async () => {
  folder = temporaryFolder();
  program = join(folder, fileName);
  // It says that it was run.
  await writeFile(program, `#!/bin/sh\necho run > ${join(folder, 'was-run')}\n`);
  await chmod(program, 0o755);
});
afterEach(() => {
  process.env['PATH'] = PATH;
});

test('a program is found in an absolute folder of the search path, after folders that do not have it', async () => {
  const without = join(folder, 'without');
  await mkdir(join(without, fileName), { recursive: true });
  expect(await findProgram('flac', { PATH: [without, folder].join(delimiter) })).toBe(program);
  expect(await findProgram('flac', { PATH: without })).toBeUndefined();
  expect(await findProgram('flac', {})).toBeUndefined();
});

test('a program is not found by a relative folder or an empty entry of the search path', async () => {
  const toFolder = relative(process.cwd(), folder);
  expect(await findProgram('flac', { PATH: [toFolder, '.', ''].join(delimiter) })).toBeUndefined();
});

posix('a rip to FLAC does not run a program that only a relative folder of the search path has', async () => {
  process.env['PATH'] = relative(process.cwd(), folder);
  const { disc } = await twoTracks();
  const ripping = drain(ripDisc(driveWith(disc).drive, { directory: join(folder, 'rip'), format: 'flac' }));
  // It succeeds if the optional package that makes FLAC files is installed.
  await Promise.allSettled([ripping]);
  expect(existsSync(join(folder, 'was-run'))).toBe(false);
});
