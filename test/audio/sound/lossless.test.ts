import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { AudioFormatError } from '../../../src/audio/index.ts';
import { requireCodec } from '../../../src/audio/sound/packages.ts';
import { rejectionOf } from '../../support/rejection.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { burned, FIXTURES, left, SOURCE } from './fixtures.ts';

const folder = temporaryFolder();

/** A copy of a fixture with something done to it. */
async function changed(name: string, change: (bytes: Buffer) => Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, change(Buffer.from(await readFile(FIXTURES + name))));
  return path;
}

const refusal = (path: string) => rejectionOf(burned(path), AudioFormatError);

describe('a 16-bit source survives bit for bit, as written by', () => {
  test.each([
    ['flac', 'source.flac'],
    ['flac into a pipe', 'unknown-length.flac'],
    ['flac --ogg', 'flac.oga'],
    ['wavpack', 'source.wv'],
    ['wavpack, from floating point', 'float.wv'],
    ["ffmpeg's tta", 'source.tta'],
    ['sox as AIFF', 'sox.aiff'],
    ['sox as Wave64', 'sox.w64'],
    ['ffmpeg as RF64', 'rf64.wav'],
  ])('%s (%s)', async (_, name) => {
    expect(await burned(FIXTURES + name)).toEqual(SOURCE);
    expect(await burned(FIXTURES + name, { dither: name !== 'float.wv', check: true })).toEqual(SOURCE);
  });

  test('flac in mono, on both sides', async () => {
    expect(await burned(`${FIXTURES}mono.flac`)).toEqual(left(SOURCE).flatMap((value) => [value, value]));
  });
});

describe('a 24-bit source is the same, to the sample, in', () => {
  test.each(['24-bit.flac', '24-bit.wv', '24-bit.tta', 'sox-24.aiff'])('%s', async (name) => {
    const sound = await burned(FIXTURES + name);
    expect(sound).toEqual(await burned(`${FIXTURES}sox-24.caf`));
    const gain = 10 ** (-1.7 / 20);
    expect(sound.map((value, index) => Math.abs(value - (SOURCE[index] ?? 0) * gain) <= 1)).not.toContain(false);
  });
});

test.each([12, 20, 32])('a FLAC file of %i bits is rounded to the nearest step of 16 bits', async (bits) => {
  // As scripts/make-sound-fixtures.mjs makes it. That every sample is right, its MD5 says.
  const step = 2 ** (bits - 16);
  const expected = SOURCE.map((_, index) => {
    const frame = Math.floor(index / 2);
    const value = Math.floor(((SOURCE[2 * frame] ?? 0) / 2 ** 15) * 0.999 * 2 ** (bits - 1)) + (frame % 13);
    return Math.floor((index % 2 === 0 ? value : -1 - value) / step + 0.5);
  });
  const sound = await burned(`${FIXTURES}${bits}-bit.flac`);
  // 32 bits are rounded twice, to single precision first.
  if (bits < 32) expect(sound).toEqual(expected);
  expect(sound.map((value, index) => Math.abs(value - (expected[index] ?? 0)) <= 1)).not.toContain(false);
});

test('a FLAC file of 96 kHz has round(n x 44100 / 96000) samples', async () => {
  const frames = (await burned(`${FIXTURES}96k.flac`)).length / 2;
  // sox made 24,166 samples of 11,101.
  expect(frames).toBe(Math.round((24_166 * 44_100) / 96_000));
});

describe('damage', () => {
  const flip = (at: number) => (bytes: Buffer) => {
    bytes[at] = (bytes[at] ?? 0) ^ 0xff;
    return bytes;
  };

  test.each([
    ['source.flac', 9_000],
    ['flac.oga', 9_000],
    ['source.wv', 9_000],
    ['source.tta', 6_000],
  ])('in the middle of %s is found, and the error has the file and the time', async (name, at) => {
    const error = await refusal(await changed(name, flip(at)));
    expect(error.path).toContain(name);
    expect(error.found).toMatch(/damaged( at 0:00\.\d{3} \(sample [\d,]+\))?: /);
  });

  test.each(['source.flac', 'flac.oga', 'source.wv', 'source.tta'])('%s that ends early is refused', async (name) => {
    const error = await refusal(await changed(name, (bytes) => bytes.subarray(0, bytes.length - 700)));
    expect(error.found).toContain('damaged');
  });

  test('of the checksum of a block of FLAC is found where the block is', async () => {
    // The last two bytes are the checksum of the last block.
    const error = await refusal(await changed('source.flac', (bytes) => flip(bytes.length - 1)(bytes)));
    expect(error.found).toContain('damaged at 0:00.185 (sample 8,192): the checksum of a block is wrong');
  });

  test('samples that do not have the MD5 of a FLAC file are found at its end', async () => {
    const error = await refusal(await changed('source.flac', flip(30)));
    expect(error.found).toContain('do not have the MD5');
  });

  test('is found before the burn with the option check', async () => {
    const path = await changed('source.flac', flip(30));
    await expect(burned(path, { check: true })).rejects.toThrow('MD5');
  });
});

test('a FLAC file with a tag of ID3v2 in front of it is read', async () => {
  const tag = Buffer.concat([Buffer.from('ID3\x04\0\0\0\0\0\x0a', 'latin1'), Buffer.alloc(10)]);
  expect(await burned(await changed('source.flac', (bytes) => Buffer.concat([tag, bytes])))).toEqual(SOURCE);
});

test('a codec whose package is not installed: the error names the package and how to install it', () => {
  const missing = (): never => {
    throw new Error('not found');
  };
  expect(() => requireCodec('a.wv', 'a WavPack file', 'wavpack', missing)).toThrow(
    'a.wv: a WavPack file, and the package that decodes it, @audio/decode-wavpack, is not installed. Install it: npm install @audio/decode-wavpack',
  );
});
