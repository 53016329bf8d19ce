import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { CD_BYTES_PER_SECOND, openAudioFile } from '../../src/audio/index.ts';
import { AUDIO_BLOCK_BYTES } from '../../src/cd/geometry.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/audio/', import.meta.url));
const script = fileURLToPath(new URL('../../scripts/make-audio-fixtures.mjs', import.meta.url));

const folder = temporaryFolder();

test('the script reproduces the sound files byte for byte', async () => {
  await promisify(execFile)(process.execPath, [script, folder]);
  const names = (await readdir(fixtures)).filter((name) => name.endsWith('.wav'));
  expect(names.sort()).toEqual((await readdir(folder)).sort());
  for (const name of names) {
    expect((await readFile(fixtures + name)).equals(await readFile(join(folder, name)))).toBe(true);
  }
});

test('one is shorter than 4 s, one ends within a block, one is 20 s or longer', async () => {
  const [short, odd, long] = await Promise.all(
    ['01-short-bell.wav', '02-odd-sweep.wav', '03-long-sweep.wav'].map((name) => openAudioFile(fixtures + name)),
  );
  expect(short?.lengthBytes).toBeLessThan(4 * CD_BYTES_PER_SECOND);
  expect((odd?.lengthBytes ?? 0) % AUDIO_BLOCK_BYTES).not.toBe(0);
  expect(long?.lengthBytes).toBeGreaterThanOrEqual(20 * CD_BYTES_PER_SECOND);
});
