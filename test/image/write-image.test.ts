import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { planIsoImage, writeImage } from '../../src/image/index.ts';
import { bytesOf, file, folder } from '../filesystem/support.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** An image of several pieces. */
const sample = () => planIsoImage(folder('', [file('a', Buffer.alloc(5_000_000, 'a')), file('b', 'b')]));

test('an image is written whole, and its progress ends at its length', async () => {
  const path = join(temporaryFolder(), 'a.iso');
  const image = await sample();
  const seen = [];
  for await (const progress of writeImage(image, path)) seen.push(progress);
  expect(readFileSync(path).equals(await bytesOf(image))).toBe(true);
  expect(seen.at(-1)).toEqual({ writtenBytes: image.lengthBytes, totalBytes: image.lengthBytes });
});

test('an existing file is an error and stays, unless it may be replaced', async () => {
  const path = join(temporaryFolder(), 'a.iso');
  writeFileSync(path, 'old');
  await expect(writeImage(await sample(), path).next()).rejects.toMatchObject({ name: 'ImageError', kind: 'exists' });
  expect(readFileSync(path, 'utf8')).toBe('old');
  for await (const _ of writeImage(await sample(), path, { overwrite: true }));
  expect(readFileSync(path).length).toBeGreaterThan(5_000_000);
});

test('a file that changes, and a cancel, leave nothing', async () => {
  const path = temporaryFolder();
  const changing = await planIsoImage(folder('', [file('a', 'short', { lengthBytes: 3_000_000 })]));
  const write = async (signal?: AbortSignal, image = changing) => {
    for await (const _ of writeImage(image, join(path, 'a.iso'), signal === undefined ? {} : { signal }));
  };
  await expect(write()).rejects.toMatchObject({ kind: 'changed' });
  await expect(write(AbortSignal.abort(new Error('stop')), await sample())).rejects.toThrow('stop');
  expect(readdirSync(path)).toEqual([]);
});
