import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { openAudioFile } from '../../../src/audio/index.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { readAll, readThrough } from '../wav-builder.ts';
import { wavFile } from './containers.ts';

// The package as it is used: the thread's program is in dist/ only, which the types are checked without.
const LIBRARY = new URL('../../../dist/index.js', import.meta.url).href;
const { openAudioFile: openInThread } = (await import(LIBRARY)) as typeof import('../../../src/index.ts');

const folder = temporaryFolder();
const path = join(folder, 'long.wav');
const values = Array.from({ length: 400_000 }, (_, index) => Math.round(1e6 * Math.sin(index / 50)));
await writeFile(path, wavFile({ rateHz: 48_000, channels: 2, bits: 24, values }, 's24'));

test('gives the same bytes as decoding in this thread, in chunks and through a reader, as often as it is read', async () => {
  const expected = await readAll(await openAudioFile(path, { dither: true }));
  const track = await openInThread(path, { dither: true });
  expect(track).toMatchObject({ name: 'long.wav', lengthBytes: 735_000, repeatable: true });
  expect((await readAll(track)).equals(expected)).toBe(true);
  expect((await readThrough(track, 63_504)).equals(expected)).toBe(true);
});

test('ends when a reader is closed early, and a second close does nothing', async () => {
  const reader = await (await openInThread(path)).openReader();
  expect(await reader.read(new Uint8Array(2_352))).toBe(2_352);
  await reader.close();
  await reader.close();
  await expect(reader.read(new Uint8Array(4))).rejects.toThrow('closed');
});

test('a file that was changed after it was examined is refused by name', async () => {
  const other = join(folder, 'other.wav');
  await writeFile(other, wavFile({ rateHz: 48_000, channels: 1, bits: 16, values: [1, 2, 3, 4] }, 's16'));
  const track = await openInThread(other);
  await writeFile(other, wavFile({ rateHz: 48_000, channels: 1, bits: 16, values: [1, 2, 3, 4, 5, 6] }, 's16'));
  const reader = await track.openReader();
  await expect(reader.read(new Uint8Array(8))).rejects.toMatchObject({
    name: 'AudioFormatError',
    path: other,
    found: expect.stringContaining('was changed after it was checked'),
  });
  await reader.close();
});
