import { execFileSync } from 'node:child_process';
import { lstat, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from '@jest/globals';
import { requireFree, WholeFile } from '../../src/image/whole-file.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let folder = '';
beforeEach(() => {
  folder = temporaryFolder();
});

const BYTES = new TextEncoder().encode('ours');

test('of two that are completed under one name at a time, the first one stays', async () => {
  const path = join(folder, 'x');
  const files = await Promise.all(Array.from({ length: 8 }, () => WholeFile.create(path)));
  await Promise.all(files.map((file, index) => file.write(Uint8Array.of(0x30 + index))));
  const outcomes = await Promise.allSettled(files.map((file) => file.commit()));
  await Promise.all(files.map((file) => file[Symbol.asyncDispose]()));
  const winner = outcomes.findIndex(({ status }) => status === 'fulfilled');
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { kind: 'exists' } });
  expect(await readFile(path, 'utf8')).toBe(String(winner));
  expect(await readdir(folder)).toEqual(['x']);
});

test('bytes come back once they are in the file, in the order in which they were written', async () => {
  const path = join(folder, 'x');
  const back: Uint8Array[] = [];
  await using file = await WholeFile.create(path, { onWritten: (bytes) => back.push(bytes) });
  const written = Array.from({ length: 5 }, (_, index) => new Uint8Array(300_000).fill(index));
  for (const bytes of written) await file.write(bytes);
  await file.commit();
  expect(back).toEqual(written);
  expect(await readFile(path)).toEqual(Buffer.concat(written));
});

test('a file is withdrawn only if it is still the one that was committed', async () => {
  const path = join(folder, 'x');
  {
    await using file = await WholeFile.create(path);
    await file.write(BYTES);
    await file.commit();
    await file.withdraw();
  }
  expect(await readdir(folder)).toEqual([]);
  {
    await using file = await WholeFile.create(path, { overwrite: true });
    await file.write(BYTES);
    await file.commit();
    await file.withdraw();
  }
  expect(await readFile(path, 'utf8')).toBe('ours');
});

test('with overwrite a pipe and a folder are refused before anything is written, and stay', async () => {
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  await expect(requireFree(pipe, true)).rejects.toMatchObject({
    kind: 'exists',
    message: `${pipe} is a named pipe, which is never overwritten. Choose another name`,
  });
  await expect(requireFree(folder, true)).rejects.toThrow('is a folder, which is never overwritten');
  await expect(requireFree('/dev/null', true)).rejects.toThrow('/dev/null is a device, which is never overwritten');
  await expect(requireFree(join(folder, 'free'), true)).resolves.toBeUndefined();
});

test('with overwrite a pipe that appeared meanwhile stays', async () => {
  const pipe = join(folder, 'pipe');
  {
    await using file = await WholeFile.create(pipe, { overwrite: true });
    await file.write(BYTES);
    execFileSync('mkfifo', [pipe]);
    await expect(file.commit()).rejects.toMatchObject({ kind: 'exists' });
  }
  expect((await lstat(pipe)).isFIFO()).toBe(true);
  expect(await readdir(folder)).toEqual(['pipe']);
});

test('with overwrite it replaces what has the name', async () => {
  const path = join(folder, 'x');
  await writeFile(path, 'older and longer');
  await using file = await WholeFile.create(path, { overwrite: true });
  await file.write(BYTES);
  await file.commit();
  expect(await readFile(path, 'utf8')).toBe('ours');
});
