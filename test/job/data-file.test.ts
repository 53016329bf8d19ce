import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { openDataFile } from '../../src/job/index.ts';
import { TrackFormats } from '../../src/write/engine/track-format.ts';
import { isoImage, withRootFolder } from '../support/iso-image.ts';
import { noise } from '../support/sources.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = temporaryFolder();
const write = async (name: string, bytes: Uint8Array): Promise<string> => {
  await writeFile(join(folder, name), bytes);
  return join(folder, name);
};

test('a file of whole blocks is a track of Mode 1, or of what is asked for', async () => {
  const bytes = noise(20 * 2_048);
  const path = await write('noise.img', bytes);
  const source = await openDataFile(path);
  expect(source).toMatchObject({
    name: 'noise.img',
    lengthBytes: 40_960,
    repeatable: true,
    format: TrackFormats.mode1,
  });
  expect(source.placeProblem).toBeUndefined();
  const read = new Uint8Array(40_960);
  const reader = await source.openReader();
  expect(await reader.read(read)).toBe(40_960);
  await reader.close();
  expect(read).toEqual(bytes);
  const xa = await openDataFile(path, { format: TrackFormats.mode2Form1 });
  expect(xa.format).toBe(TrackFormats.mode2Form1);
});

test.each([
  [0, 0, undefined],
  [0, 12_000, /root folder would be at LBA 23, and the image would be at LBA 12000 to 12399/],
  [12_000, 12_000, undefined],
  [12_000, 0, /root folder would be at LBA 12023, and the image would be at LBA 0 to 399/],
  [12_000, 11_850, undefined],
])('an image made for LBA %i is examined for LBA %i', async (made, at, problem) => {
  const { placeProblem } = await openDataFile(await write(`${made}.iso`, isoImage(400, made)));
  const found = placeProblem?.(at);
  if (problem === undefined) expect(found).toBeUndefined();
  else expect(found).toMatch(problem);
});

test.each([
  [0, undefined],
  [2, /was made for another address: LBA 0$/],
  [12_000, /was made for another address: LBA 0$/],
])('an image with a root folder is examined to the block: LBA %i', async (at, problem) => {
  const { placeProblem } = await openDataFile(await write('rooted.iso', withRootFolder(isoImage(400, 0), 0)));
  const found = placeProblem?.(at);
  if (problem === undefined) expect(found).toBeUndefined();
  else expect(found).toMatch(problem);
});

test.each([
  ['empty', 0],
  ['one byte too long', 2_049],
])('%s is refused', async (name, length) => {
  const path = await write(name, noise(length));
  await expect(openDataFile(path)).rejects.toThrow(`it has ${length} bytes, which are not whole blocks of 2048`);
});

test('a path that is not one is refused', async () => {
  await expect(openDataFile(7 as never)).rejects.toThrow('openDataFile(): the path is 7, not a string');
  await expect(openDataFile(join(folder, 'missing.iso'))).rejects.toThrow(/missing\.iso/);
});
