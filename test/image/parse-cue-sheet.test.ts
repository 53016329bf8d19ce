import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { BinCueImage, ImageError, parseCueSheet } from '../../src/image/index.ts';
import { exportBinCue } from '../../src/index.ts';
import { drain, recorded, sound } from '../read/recorded-disc.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = temporaryFolder();

const SHEET = `REM GENRE Test
CATALOG 4006381333931
CDTEXTFILE "disc.cdt"
TITLE "Two sides"
FILE "disc.bin" BINARY
  TRACK 01 AUDIO
    TITLE "First"
    PERFORMER Somebody
    ISRC DEABC1234567
    FLAGS DCP PRE
    INDEX 01 00:00:00
    INDEX 02 00:02:00
  TRACK 02 AUDIO
    PREGAP 00:02:00
    INDEX 00 00:04:00
    INDEX 01 00:06:10
REM SESSION 02
  TRACK 03 MODE1/2352
    INDEX 01 00:10:00
`;

describe('parseCueSheet', () => {
  test('reads what a sheet says about disc and tracks', () => {
    const sheet = parseCueSheet(SHEET, { name: 'disc.cue' });
    expect(sheet).toMatchObject({ catalog: '4006381333931', cdTextFile: 'disc.cdt', title: 'Two sides' });
    expect(sheet.tracks).toMatchObject([
      {
        number: 1,
        session: 1,
        mode: 'AUDIO',
        title: 'First',
        performer: 'Somebody',
        isrc: 'DEABC1234567',
        flags: ['DCP', 'PRE'],
        indexes: [
          { number: 1, positionBlocks: 0 },
          { number: 2, positionBlocks: 150 },
        ],
      },
      { number: 2, pregapBlocks: 150, indexes: [{ number: 0 }, { number: 1, positionBlocks: 460 }] },
      { number: 3, session: 2, mode: 'MODE1/2352', file: 'disc.bin' },
    ]);
  });

  test.each([
    ['no tracks at all', 'FILE "a.bin" BINARY', /has no tracks/],
    ['a file without its type', 'FILE "a.bin"', /line 1: a FILE line ends with the type/],
    ['a file of another type', 'FILE "a.bin" SOMETHING', /line 1: a FILE line ends with the type.* BINARY/],
    ['a file without a name', 'FILE "" BINARY', /line 1: a FILE line names a file/],
    ['a track without a file', 'TRACK 01 AUDIO', /line 1: there is no FILE/],
    ['a track without its start', 'FILE a.bin BINARY\nTRACK 01 AUDIO\nINDEX 00 00:00:00', /track 1 has no INDEX 01/],
    ['indexes out of order', 'FILE a.bin BINARY\nTRACK 01 AUDIO\nINDEX 01 00:02:00\nINDEX 02 00:01:00', /line 4/],
    ['an invalid time', 'FILE a.bin BINARY\nTRACK 01 AUDIO\nINDEX 01 00:61:00', /line 3: not a position MM:SS:FF/],
    [
      'tracks out of order',
      'FILE a.bin BINARY\nTRACK 01 AUDIO\nINDEX 01 00:00:00\nTRACK 03 AUDIO',
      /line 4: track numbers/,
    ],
    ['something else', 'Dear diary', /line 1: this is not a command/],
  ])('refuses %s', (_what, text, words) => {
    expect(() => parseCueSheet(text, { name: 'bad.cue' })).toThrow(words);
  });
});

describe('BinCueImage', () => {
  test('has the tracks of a disc at their places, with their audio', async () => {
    const sounds = [sound(310, 1), sound(305, 2)];
    const cuePath = join(folder, 'disc.cue');
    await drain(exportBinCue(await recorded(sounds), { cuePath }));
    await using image = await BinCueImage.open(cuePath);
    expect(image.tracks).toMatchObject([
      { number: 1, startBlock: 0, lengthBlocks: 312 },
      { number: 2, startBlock: 462, lengthBlocks: 305 },
    ]);
    for (const [index, track] of image.tracks.entries()) {
      const expected = sounds[index] ?? new Uint8Array();
      expect(Buffer.compare(await image.readBlocks(track, 0, expected.length / 2352), expected)).toBe(0);
    }
    const second = image.tracks[1];
    const pause = second === undefined ? undefined : await image.readBlocks(second, -150, 150);
    expect(pause?.every((byte) => byte === 0)).toBe(true);
  });

  test('blocks of several sizes in one file', async () => {
    await writeFile(join(folder, 'mixed.bin'), Buffer.concat([Buffer.alloc(4 * 2048, 1), Buffer.alloc(3 * 2352, 2)]));
    const sheet = 'FILE mixed.bin BINARY\nTRACK 01 MODE1/2048\nINDEX 01 00:00:00\nTRACK 02 AUDIO\nINDEX 01 00:00:04\n';
    await writeFile(join(folder, 'mixed.cue'), sheet);
    await using image = await BinCueImage.open(join(folder, 'mixed.cue'));
    expect(image.tracks).toMatchObject([
      { startBlock: 0, lengthBlocks: 4, blockBytes: 2048 },
      { startBlock: 4, lengthBlocks: 3, blockBytes: 2352, startByte: 4 * 2048 },
    ]);
  });

  test('a sheet that promises more than the file has, or a file that is not there, is refused', async () => {
    await writeFile(join(folder, 'short.bin'), Buffer.alloc(2352));
    await writeFile(join(folder, 'short.cue'), 'FILE short.bin BINARY\nTRACK 01 AUDIO\nINDEX 01 00:00:02\n');
    await expect(BinCueImage.open(join(folder, 'short.cue'))).rejects.toMatchObject({ kind: 'not-an-image' });
    await writeFile(join(folder, 'lost.cue'), 'FILE lost.bin BINARY\nTRACK 01 AUDIO\nINDEX 01 00:00:00\n');
    const error = await BinCueImage.open(join(folder, 'lost.cue')).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ImageError);
    expect(error).toMatchObject({ kind: 'file-system', message: expect.stringContaining('lost.bin') });
  });
});
