import { chmod, copyFile, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { AudioFile } from '../../../src/audio/audio-file.ts';
import { decodeSound } from '../../../src/audio/sound/decode-sound.ts';
import { findSound } from '../../../src/audio/sound/find-sound.ts';
import type { FfmpegSpec } from '../../../src/audio/sound/sound-spec.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { wavFile } from './containers.ts';
import { FIXTURES, SOURCE } from './fixtures.ts';

const folder = temporaryFolder();
const opened: AudioFile[] = [];
afterEach(async () => {
  for (const file of opened.splice(0)) await file.close();
});

async function openCopy(of: string, name: string): Promise<AudioFile> {
  const path = join(folder, name);
  await copyFile(FIXTURES + of, path);
  const file = await AudioFile.open(path);
  opened.push(file);
  return file;
}

async function replace({ path }: AudioFile, by = path): Promise<void> {
  await copyFile(by, `${path}.new`);
  await rename(`${path}.new`, path);
}

async function drain<T>(pieces: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const piece of pieces) all.push(piece);
  return all;
}

// Windows does not let a file that is open be replaced.
const posix = process.platform === 'win32' ? test.skip : test;

posix('a FLAC file that another file replaces is read on as it was when it was checked', async () => {
  const file = await openCopy('source.flac', 'replaced.flac');
  const found = await findSound(file, { sure: false });
  if (found === undefined || !('spec' in found)) throw new Error('it is not decoded');
  const before = await drain(decodeSound(file, found.spec));
  await replace(file, `${FIXTURES}12-bit.flac`);
  expect(await drain(decodeSound(file, found.spec))).toEqual(before);
});

posix('a file that ffmpeg decodes and that is replaced meanwhile is refused at its end', async () => {
  const output = join(folder, 'output.wav');
  await writeFile(output, wavFile({ rateHz: 44_100, channels: 2, bits: 16, values: SOURCE.slice(0, 882) }, 'f32'));
  const program = join(folder, 'ffmpeg');
  const script = `process.stdout.write(require('node:fs').readFileSync(${JSON.stringify(output)}));`;
  await writeFile(program, `#!${process.execPath}\n${script}`);
  await chmod(program, 0o755);
  const file = await openCopy('alac.m4a', 'replaced.m4a');
  const format = { description: 'an M4A file', sampleRateHz: 44_100, channels: 2, speakers: ['FL', 'FR'] };
  const spec = { codec: 'ffmpeg', program, format, frames: undefined } as unknown as FfmpegSpec;
  await drain(decodeSound(file, spec));
  await replace(file);
  await expect(drain(decodeSound(file, spec))).rejects.toThrow(/the path names another file now/);
  expect((await readFile(file.path)).length).toBe(file.sizeBytes);
});
