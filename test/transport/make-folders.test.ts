import { existsSync } from 'node:fs';
import { mkdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { makeFolders } from '../../src/transport/make-folders.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

test('folders that are missing are made, and those that exist are left', async () => {
  const folder = temporaryFolder();
  await mkdir(join(folder, 'a'));
  await makeFolders(join(folder, 'a', 'b', 'c'));
  await makeFolders(join(folder, 'a', 'b', 'c'));
  expect((await stat(join(folder, 'a', 'b', 'c'))).isDirectory()).toBe(true);
});

test('a file in the way is named', async () => {
  const folder = temporaryFolder();
  await writeFile(join(folder, 'a'), '');
  await expect(makeFolders(join(folder, 'a'))).rejects.toThrow(`ENOTDIR: ${join(folder, 'a')} is not a folder`);
  await expect(makeFolders(join(folder, 'a', 'b'))).rejects.toMatchObject({ code: 'ENOTDIR' });
});

test('a link to nowhere is named', async () => {
  const folder = temporaryFolder();
  await symlink(join(folder, 'nowhere'), join(folder, 'link'));
  await expect(makeFolders(join(folder, 'link', 'a'))).rejects.toThrow('is a link to a folder that does not exist');
});

const proc = existsSync('/proc/self') ? test : test.skip;

proc('a file system that makes no folders is an error, and not a wait without end (needs /proc)', async () => {
  await expect(makeFolders('/proc/discwright/a')).rejects.toThrow('ENOENT: no folder can be made in /proc');
});
