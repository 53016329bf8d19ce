import { execFileSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { BinCueImage, type BinCueImageOptions, ImageError } from '../../src/image/index.ts';
import { chunk, format, pcm, riff } from '../audio/wav-builder.ts';
import { sound } from '../read/recorded-disc.ts';
import { rejectionOf } from '../support/rejection.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const BLOCK = 2_352;
const SECOND = 75 * BLOCK;

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

const wav = (audio: Uint8Array) => riff([format(), chunk('data', audio), chunk('LIST', pcm(26))]);
const put = (name: string, bytes: Uint8Array) => writeFile(join(folder, name), bytes);

async function open(lines: readonly string[], options: BinCueImageOptions = {}): Promise<BinCueImage> {
  await writeFile(join(folder, 'x.cue'), lines.join('\n'));
  return BinCueImage.open(join(folder, 'x.cue'), options);
}
const refusal = (lines: readonly string[], options: BinCueImageOptions = {}) =>
  rejectionOf(open(lines, options), ImageError);

async function read(image: BinCueImage, number: number, first: number, blocks: number): Promise<Buffer> {
  const track = image.tracks.find((each) => each.number === number);
  if (track === undefined) throw new Error(`no track ${number}`);
  return Buffer.from(await image.readBlocks(track, first, blocks));
}

const oneTrack = (file: string) => [`FILE ${file}`, 'TRACK 01 AUDIO', 'INDEX 01 00:00:00'];

describe('WAV files', () => {
  test('the pause before a track is at the end of the file before: nothing is lost', async () => {
    const [first, second] = [sound(7 * 75, 1), sound(8 * 75, 2)];
    await put('01.wav', wav(first));
    await put('02.wav', wav(second));
    await using image = await open([
      'FILE "01.wav" WAVE',
      '  TRACK 01 AUDIO',
      '    INDEX 01 00:00:00',
      '  TRACK 02 AUDIO',
      '    INDEX 00 00:05:00',
      'FILE "02.wav" WAVE',
      '    INDEX 01 00:00:00',
    ]);
    expect(image.tracks).toMatchObject([
      { lengthBlocks: 375, pauseBlocks: 0 },
      { lengthBlocks: 600, pauseBlocks: 150, startBlock: 0 },
    ]);
    const all = Buffer.concat([await read(image, 1, 0, 375), await read(image, 2, -150, 750)]);
    expect(all.equals(Buffer.concat([first, second]))).toBe(true);
    expect(image.warnings).toEqual([]);
  });

  test('a hidden track is the pause of track 1', async () => {
    const audio = sound(30 * 75, 3);
    await put('all.wav', wav(audio));
    await using image = await open([
      'FILE "all.wav" WAVE',
      'TRACK 01 AUDIO',
      'INDEX 00 00:00:00',
      'INDEX 01 00:05:00',
      'TRACK 02 AUDIO',
      'INDEX 01 00:15:00',
    ]);
    expect(image.tracks).toMatchObject([
      { pauseBlocks: 375, startBlock: 375, lengthBlocks: 750 },
      { pauseBlocks: 0, startBlock: 1_125, lengthBlocks: 1_125 },
    ]);
    expect((await read(image, 1, -375, 1_125)).equals(audio.subarray(0, 15 * SECOND))).toBe(true);
  });

  test('the last block is filled with silence', async () => {
    await put('01.wav', wav(pcm(BLOCK + 400)));
    await using image = await open(oneTrack('01.wav WAVE'));
    expect(image.tracks[0]?.lengthBlocks).toBe(2);
    const expected = Buffer.concat([pcm(BLOCK + 400), Buffer.alloc(BLOCK - 400)]);
    expect((await read(image, 1, 0, 2)).equals(expected)).toBe(true);
    expect(image.warnings).toEqual([]);
  });

  test('what is not a WAV for a CD is refused with its reason', async () => {
    await put('a.wav', riff([format({ rateHz: 48_000 }), chunk('data', pcm(400))]));
    expect((await refusal(oneTrack('a.wav WAVE'))).message).toMatch(/"a\.wav".*48,000 Hz.*ffmpeg/);
    await put('a.mp3', Buffer.from('ID3\x04\0\0\0\0\0\0'));
    expect((await refusal(oneTrack('a.mp3 MP3'))).message).toMatch(/"a\.mp3".*an MP3 file.*ffmpeg/);
    const data = ['FILE a.wav WAVE', 'TRACK 01 MODE1/2352', 'INDEX 01 00:00:00'];
    expect((await refusal(data)).message).toContain('only audio can be in it');
  });

  test('named BINARY, it would be noise: refused', async () => {
    await put('a.wav', wav(pcm(BLOCK)));
    const error = await refusal(oneTrack('a.wav BINARY'));
    expect(error.message).toMatch(/says that "a\.wav" is BINARY, but it is a WAV file.*Correct the type/);
  });
});

describe('BIN files', () => {
  test('MOTOROLA has the high byte of each sample first', async () => {
    const audio = pcm(BLOCK);
    await put('a.raw', Buffer.from(audio).swap16());
    await using image = await open(oneTrack('a.raw MOTOROLA'));
    expect((await read(image, 1, 0, 1)).equals(audio)).toBe(true);
  });

  test('an incomplete last block of audio is filled with silence, one of data left out, and both are said', async () => {
    await put('a.bin', pcm(BLOCK + 100));
    await using audio = await open(oneTrack('a.bin BINARY'));
    expect(audio.tracks[0]?.lengthBlocks).toBe(2);
    expect(audio.warnings).toEqual(['the last block of "a.bin" is incomplete (100 bytes), and is filled with silence']);
    await using data = await open(['FILE a.bin BINARY', 'TRACK 01 MODE1/2048', 'INDEX 01 00:00:00']);
    expect(data.tracks[0]?.lengthBlocks).toBe(1);
    expect(data.warnings).toEqual(['the last 404 bytes of "a.bin" are not a whole block, and are left out']);
  });

  test('what is before the first index of a file is in no track, and that is said', async () => {
    await put('a.bin', pcm(4 * BLOCK));
    await using image = await open(['FILE a.bin BINARY', 'TRACK 01 AUDIO', 'INDEX 01 00:00:02']);
    expect(image.tracks).toMatchObject([{ startBlock: 2, startByte: 2 * BLOCK, lengthBlocks: 2 }]);
    expect(image.warnings).toEqual(['the first 2 blocks of "a.bin" are before its first INDEX, in no track']);
  });

  test.each([
    ['MODE1/2448', 2_448],
    ['CDI/2352', 2_352],
    ['MODE2/2332', 2_332],
  ])('blocks of %s', async (mode, bytes) => {
    await put('a.bin', pcm(3 * bytes));
    await using image = await open(['FILE a.bin BINARY', `TRACK 01 ${mode}`, 'INDEX 01 00:00:00']);
    expect(image.tracks).toMatchObject([{ lengthBlocks: 3, blockBytes: bytes }]);
    expect((await read(image, 1, 2, 1)).equals(pcm(3 * bytes).subarray(2 * bytes))).toBe(true);
  });

  test('blocks that a track does not have are refused', async () => {
    await put('a.bin', pcm(4 * BLOCK));
    await using image = await open(oneTrack('a.bin BINARY'));
    for (const [first, blocks] of [
      [-1, 1],
      [3, 2],
      [0.5, 1],
      [0, -1],
      [0, Number.NaN],
    ] as const) {
      await expect(read(image, 1, first, blocks)).rejects.toThrow('has no blocks');
    }
  });
});

describe('files that a sheet may not name', () => {
  test('a FIFO, a device and a directory are refused at once, as a file of the sheet and as the sheet', async () => {
    await mkdir(join(folder, 'dir.bin'));
    expect((await refusal(oneTrack('dir.bin BINARY'))).message).toContain('a directory');
    const device = await refusal(oneTrack('/dev/null BINARY'), { outsideFolder: true });
    expect(device.message).toContain('a device');
    await expect(BinCueImage.open('/dev/zero')).rejects.toThrow('a device');
    await expect(BinCueImage.open(folder)).rejects.toThrow('a directory');
  });

  const unix = process.platform === 'win32' ? test.skip : test;
  unix('a FIFO that nobody writes to (needs mkfifo)', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe.bin')]);
    expect((await refusal(oneTrack('pipe.bin BINARY'))).message).toContain('a pipe');
    await expect(BinCueImage.open(join(folder, 'pipe.bin'))).rejects.toThrow('a pipe');
  });

  test('a file outside the sheet’s folder is read only when asked for', async () => {
    await mkdir(join(folder, 'discs'));
    await put('secret.bin', pcm(BLOCK));
    const cuePath = join(folder, 'discs', 'x.cue');
    for (const name of ['../secret.bin', join(folder, 'secret.bin'), 'link.bin']) {
      if (name === 'link.bin') await symlink('../secret.bin', join(folder, 'discs', name));
      await writeFile(cuePath, oneTrack(`"${name}" BINARY`).join('\n'));
      const error = await rejectionOf(BinCueImage.open(cuePath), ImageError);
      expect(error.kind).toBe('outside-folder');
      expect(error.message).toMatch(/names a file outside its folder: .*option outsideFolder/);
      await using image = await BinCueImage.open(cuePath, { outsideFolder: true });
      expect(image.tracks).toHaveLength(1);
    }
  });

  test('whether a file outside exists is not told', async () => {
    expect((await refusal(oneTrack('../nothing.bin BINARY'))).kind).toBe('outside-folder');
    expect((await refusal(oneTrack('"C:\\music\\a.bin" BINARY'))).kind).toBe('outside-folder');
  });

  test('a file in a folder of the sheet’s folder, with slashes of either kind', async () => {
    await mkdir(join(folder, 'sub'));
    await put('sub/a.bin', pcm(BLOCK));
    for (const name of ['sub/a.bin', 'sub\\a.bin', './a/../sub/a.bin']) {
      await using image = await open(oneTrack(`"${name}" BINARY`));
      expect(image.tracks).toHaveLength(1);
    }
  });
});

describe('files on other computers', () => {
  test.each(['//server/share/disc.bin', '\\\\server\\share\\disc.bin', '/\\server/share/disc.bin'])(
    '%s is refused, with outsideFolder too, unless they are allowed by name',
    async (name) => {
      const lines = oneTrack(`"${name}" BINARY`);
      for (const options of [{}, { outsideFolder: true }, { otherComputers: true }]) {
        const error = await refusal(lines, options);
        expect(error).toMatchObject({ kind: 'outside-folder', remedy: expect.stringMatching(/option otherComputers/) });
        expect(error.message).toMatch(/names a file on another computer/);
      }
      const allowed = await refusal(lines, { outsideFolder: true, otherComputers: true });
      expect(allowed.kind).toBe('file-system');
    },
  );
});

test('a file that is named again begins anew where its position goes back', async () => {
  const all = sound(8 * 75, 1);
  await put('a.bin', all);
  await using image = await open([
    ...oneTrack('"a.bin" BINARY'),
    'FILE "a.bin" BINARY',
    'TRACK 02 AUDIO',
    'INDEX 01 00:00:00',
    'FILE "a.bin" BINARY',
    'TRACK 03 AUDIO',
    'INDEX 01 00:05:00',
  ]);
  expect(image.tracks.map(({ startBlock, lengthBlocks }) => [startBlock, lengthBlocks])).toEqual([
    [0, 600],
    [0, 375],
    [375, 225],
  ]);
  expect((await read(image, 3, 0, 225)).equals(all.subarray(5 * SECOND))).toBe(true);
  expect(image.warnings).toEqual([]);
});
