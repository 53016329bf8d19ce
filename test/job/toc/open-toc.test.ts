import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { encodeCdText } from '../../../src/cd/cd-text/index.ts';
import { JobError, openJob } from '../../../src/job/index.ts';
import type { DiscJob } from '../../../src/job/model.ts';
import { sound } from '../../read/recorded-disc.ts';
import { rejectionOf } from '../../support/rejection.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { BLOCK, contentsOf, put, SECOND, wav } from '../support.ts';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

async function open(...lines: string[]): Promise<DiscJob> {
  await put(folder, { 'x.toc': lines.join('\n') });
  return openJob(join(folder, 'x.toc'));
}
const refusal = (...lines: string[]) => rejectionOf(open(...lines), JobError);
const seconds = (count: number, seed = 1) => Buffer.from(sound(count * 75, seed));
const swapped = (bytes: Buffer) => Buffer.from(bytes).swap16();
const silence = (count: number) => Buffer.alloc(count * SECOND);

describe('audio', () => {
  test('a track of parts of files and silence, with pregap, index and END', async () => {
    const [gap, all] = [seconds(3), seconds(10, 2)];
    await put(folder, { 'gap.wav': wav(gap), 'all.wav': wav(all) });
    await using job = await open(
      'CD_DA',
      'CATALOG "4006381333931"',
      'TRACK AUDIO',
      'COPY PRE_EMPHASIS FOUR_CHANNEL_AUDIO ISRC "DEABC1234567"',
      'FILE "gap.wav" 0',
      'START',
      'FILE "all.wav" 0:1:0 0:2:0',
      'SILENCE 0:2:0',
      'FILE "all.wav" 220500',
      'END',
      'SILENCE 0:1:0',
      'INDEX 0:2:0',
    );
    expect(job).toMatchObject({ layout: 'exact', catalogueNumber: '4006381333931', warnings: [] });
    expect(job.tracks).toMatchObject([
      {
        pregapBlocks: 225,
        // END gets an index, as cdrdao gives it one.
        indexBlocks: [150, 675],
        isrc: 'DEABC1234567',
        copyPermitted: true,
        preEmphasis: true,
        fourChannel: true,
      },
    ]);
    const parts = [gap, all.subarray(SECOND, 3 * SECOND), silence(2), all.subarray(5 * SECOND), silence(1)];
    expect((await contentsOf(job.tracks[0])).equals(Buffer.concat(parts))).toBe(true);
  });

  test('a file without a header has the high byte first, with SWAP the low byte', async () => {
    const all = seconds(8);
    await put(folder, { 'a.cdr': swapped(all), 'b.raw': all, 'c.wav': wav(swapped(all)) });
    await using job = await open(
      'TRACK AUDIO',
      'FILE "a.cdr" #176400 0',
      'TRACK AUDIO',
      'AUDIOFILE "b.raw" SWAP 0:1:0 0:5:0',
      'TRACK AUDIO',
      'FILE "c.wav" SWAP 0',
    );
    expect((await contentsOf(job.tracks[0])).equals(all.subarray(SECOND))).toBe(true);
    expect((await contentsOf(job.tracks[1])).equals(all.subarray(SECOND, 6 * SECOND))).toBe(true);
    expect((await contentsOf(job.tracks[2])).equals(all)).toBe(true);
  });

  test('PREGAP is silence, START within a block is rounded up, a track is filled to whole blocks', async () => {
    const all = seconds(5).subarray(0, 5 * SECOND - 1_000);
    await put(folder, { 'a.wav': wav(all) });
    await using job = await open(
      'TRACK AUDIO',
      'PREGAP 0:2:0',
      'FILE "a.wav" 0',
      'TRACK AUDIO',
      'SILENCE 600',
      'START',
      'FILE "a.wav" 0',
    );
    expect(job.tracks).toMatchObject([
      { pregapBlocks: 150, lengthBytes: 2 * SECOND + all.length },
      { pregapBlocks: 2, lengthBytes: 2_400 + all.length },
    ]);
    expect((await contentsOf(job.tracks[0])).equals(Buffer.concat([silence(2), all]))).toBe(true);
  });

  test('what does not fit the files is refused with its line', async () => {
    await put(folder, { 'a.wav': wav(seconds(5)) });
    const track = (...lines: string[]) => refusal('TRACK AUDIO', ...lines);
    expect((await track('FILE "a.wav" 0:5:0')).message).toMatch(
      /x\.toc, line 2: "a\.wav" has only 882000 bytes of sound/,
    );
    expect((await track('FILE "a.wav" 0 0:6:0')).message).toMatch(/ends before this/);
    expect((await track('FILE "a.wav" #4 0')).message).toMatch(
      /line 2: an offset \(#\) is only for files without a header/,
    );
    expect((await track('FILE "b.wav" 0')).message).toMatch(/line 2: there is no file/);
    expect((await track('FILE "/etc/passwd" 0')).message).toMatch(/line 2: it names a file outside its folder/);
    expect((await track('FILE "a.wav" 0', 'START 0:5:0')).message).toMatch(/line 1: START, INDEX are not in order/);
    expect((await track('FILE "a.wav" 0', 'INDEX 0:5:0')).message).toMatch(/not in order within the track/);
    expect((await refusal('CD_I', 'TRACK AUDIO', 'SILENCE 0:4:0')).message).toMatch(/CD-i/);
  });

  test('codes that are none are left out and said', async () => {
    await using job = await open('CATALOG "123"', 'TRACK AUDIO', 'ISRC "nothing"', 'SILENCE 0:4:0');
    expect(job.catalogueNumber).toBeUndefined();
    expect(job.warnings).toEqual([
      expect.stringMatching(/track 1: an ISRC has .* not kept: nothing/),
      expect.stringMatching(/a catalogue number has 13 digits: .*: 123/),
    ]);
  });
});

describe('data', () => {
  const raw = (count: number) => {
    const all = Buffer.alloc(count * BLOCK, 0xee);
    for (let block = 0; block < count; block++) all.fill(block, block * BLOCK + 16, block * BLOCK + 16 + 2_048);
    return all;
  };
  const user = (count: number) =>
    Buffer.concat(Array.from({ length: count }, (_, block) => Buffer.alloc(2_048, block)));

  test('mixed mode, as cdrdao writes the TOC file of a disc: all in one file', async () => {
    const audio = seconds(5);
    await put(folder, { 'data.bin': Buffer.concat([raw(300), swapped(audio)]) });
    await using job = await open(
      'CD_ROM',
      'TRACK MODE1_RAW',
      'NO COPY',
      'DATAFILE "data.bin" 00:04:00 // length in bytes: 705600',
      'TRACK AUDIO',
      'PREGAP 00:02:00',
      'FILE "data.bin" #705600 0 00:05:00',
    );
    expect(job.tracks[0]).toMatchObject({ format: { name: 'Mode 1 data' }, lengthBytes: 300 * 2_048 });
    expect((await contentsOf(job.tracks[0])).equals(user(300))).toBe(true);
    expect((await contentsOf(job.tracks[1])).equals(Buffer.concat([silence(2), audio]))).toBe(true);
  });

  test('zeros count in the blocks of their mode; a block that the file ends in is filled', async () => {
    await put(folder, {
      'a.iso': user(300).subarray(0, 300 * 2_048 - 10),
      'b.bin': raw(300).subarray(0, 300 * BLOCK - 2_200),
    });
    await using job = await open(
      'TRACK MODE1',
      'DATAFILE "a.iso"',
      'ZERO MODE1_RAW 4704',
      'ZERO 0:0:1',
      'TRACK MODE1_RAW',
      'DATAFILE "b.bin"',
    );
    expect(job.tracks.map(({ lengthBytes }) => lengthBytes)).toEqual([300 * 2_048 - 10 + 3 * 2_048, 300 * 2_048]);
    const last = (await contentsOf(job.tracks[1])).subarray(299 * 2_048);
    // 152 bytes of the sector are there, 136 of them user data.
    expect(last.equals(Buffer.concat([Buffer.alloc(136, 299), Buffer.alloc(2_048 - 136)]))).toBe(true);
  });

  test('the sub-channel in a file is left out and said', async () => {
    const audio = seconds(4);
    const blocks = Array.from({ length: 300 }, (_, block) => [
      swapped(audio.subarray(block * BLOCK, (block + 1) * BLOCK)),
      Buffer.alloc(96, 0xff),
    ]);
    await put(folder, { 'a.bin': Buffer.concat(blocks.flat()) });
    await using job = await open('CD_DA', 'TRACK AUDIO RW_RAW', 'DATAFILE "a.bin"');
    expect((await contentsOf(job.tracks[0])).equals(audio)).toBe(true);
    expect(job.warnings).toEqual(['track 1: the sub-channel in the file is not written']);
  });

  test('a disc that is not what it says is what its tracks are', async () => {
    await put(folder, { 'a.iso': user(300) });
    await using job = await open('CD_DA', 'TRACK MODE1', 'PRE_EMPHASIS', 'DATAFILE "a.iso"');
    expect(job.tracks[0]?.preEmphasis).toBeUndefined();
    expect(job.warnings).toEqual([
      expect.stringMatching(/track 1 is data: pre-emphasis/),
      expect.stringMatching(/says CD_DA, but track 1 is Mode 1 data/),
    ]);
  });
});

describe('CD-TEXT', () => {
  test('of several languages, with genre, disc identification and codes', async () => {
    await using job = await open(
      'CD_TEXT {',
      'LANGUAGE_MAP { 0 : EN 1 : 8 }',
      'LANGUAGE 0 { TITLE "Live" PERFORMER "Band" DISC_ID "XY12345" UPC_EAN "4006381333931" GENRE { 0, 5, 70, 0 } TOC_INFO1 { 1 } }',
      'LANGUAGE 1 { TITLE "Gro\\337" }',
      'LANGUAGE 2 { TITLE "not in the map" }',
      '}',
      'TRACK AUDIO',
      'CD_TEXT { LANGUAGE 0 { TITLE "One" ISRC "DE-ABC-12-34567" } LANGUAGE 1 { TITLE "Eins" } }',
      'SILENCE 0:4:0',
    );
    expect(job.cdText).toEqual([
      {
        language: 9,
        characterCode: 0,
        firstTrack: 1,
        album: { title: 'Live', performer: 'Band', code: '4006381333931' },
        tracks: [{ title: 'One', code: 'DE-ABC-12-34567' }],
        discId: 'XY12345',
        genre: { code: 5, text: 'F' },
      },
      { language: 8, characterCode: 0, firstTrack: 1, album: { title: 'Groß' }, tracks: [{ title: 'Eins' }] },
    ]);
    expect(job.warnings).toEqual([
      'CD-TEXT of language 0: TOC_INFO1 is not kept',
      'CD-TEXT of language 2 is not kept: LANGUAGE_MAP does not have it',
    ]);
    expect(() => encodeCdText(job.cdText ?? [])).not.toThrow();
  });

  test('in MS-JIS, in octal bytes and with SIZE_INFO, as cdrdao writes what it read', async () => {
    // 夜 is 96 E9 in Shift-JIS.
    await using job = await open(
      'CD_TEXT { LANGUAGE_MAP { 0 : 105 } LANGUAGE 0 { TITLE "\\226\\351" SIZE_INFO { 128, 1 } } }',
      'TRACK AUDIO',
      'SILENCE 0:4:0',
    );
    expect(job.cdText).toMatchObject([{ language: 105, characterCode: 0x80, album: { title: '夜' } }]);
  });
});
