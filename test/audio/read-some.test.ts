import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { openAudioFile } from '../../src/audio/index.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = temporaryFolder();

test('a file that shrinks gives what is left to a reader that asks for some, and then the error', async () => {
  const path = join(folder, 'shrinks.pcm');
  await writeFile(path, Buffer.alloc(10_000, 1));
  const reader = await (await openAudioFile(path)).openReader();
  expect(await reader.readSome?.(new Uint8Array(2_352))).toBe(2_352);
  await truncate(path, 5_000);
  expect(await reader.readSome?.(new Uint8Array(9_000))).toBe(5_000 - 2_352);
  await expect(reader.readSome?.(new Uint8Array(9_000))).rejects.toThrow('it had 10,000 bytes and now has 5,000');
  await reader.close();
});
