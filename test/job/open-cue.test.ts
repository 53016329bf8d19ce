import { beforeEach, describe, expect, test } from '@jest/globals';
import { JobError } from '../../src/job/job-error.ts';
import type { OpenJobOptions } from '../../src/job/options.ts';
import { chunk, ds64, format, riff, subFormatOf } from '../audio/wav-builder.ts';
import { rejectionOf } from '../support/rejection.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { BLOCK, contentsOf, contentsOfAll, oneTrack, openSheet, put, SECOND, seconds, wav } from './support.ts';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

const open = (lines: readonly string[], options: OpenJobOptions = {}) => openSheet(folder, lines, options);
const refusal = (lines: readonly string[], options: OpenJobOptions = {}) => rejectionOf(open(lines, options), JobError);

describe('where programs differ', () => {
  test('sound before the first index is index 0 of track 1', async () => {
    const all = seconds(30);
    await put(folder, { 'all.wav': wav(all) });
    await using job = await open([
      'FILE "all.wav" WAVE',
      'TRACK 01 AUDIO',
      'INDEX 01 00:05:00',
      'TRACK 02 AUDIO',
      'INDEX 01 00:15:00',
    ]);
    expect(job.tracks).toMatchObject([
      { number: 1, pregapBlocks: 375, lengthBytes: 15 * SECOND },
      { number: 2, pregapBlocks: 0, lengthBytes: 15 * SECOND },
    ]);
    expect((await contentsOfAll(job)).equals(all)).toBe(true);
    expect(job.warnings).toEqual([]);
  });

  test('a hidden track with INDEX 00, and sound before that too', async () => {
    const all = seconds(20);
    await put(folder, { 'all.wav': wav(all) });
    const lines = (gap: string) => ['FILE "all.wav" WAVE', 'TRACK 01 AUDIO', `INDEX 00 ${gap}`, 'INDEX 01 00:05:00'];
    for (const gap of ['00:00:00', '00:02:00']) {
      await using job = await open(lines(gap));
      expect(job.tracks).toMatchObject([{ pregapBlocks: 375, lengthBytes: 20 * SECOND }]);
      expect((await contentsOfAll(job)).equals(all)).toBe(true);
    }
  });

  test('a gap in the file before the track is its index 0, and nothing is lost', async () => {
    const [first, second] = [seconds(7), seconds(8, 2)];
    await put(folder, { '01.wav': wav(first), '02.wav': wav(second) });
    await using job = await open([
      'FILE "01.wav" WAVE',
      'TRACK 01 AUDIO',
      'INDEX 01 00:00:00',
      'TRACK 02 AUDIO',
      'INDEX 00 00:05:00',
      'FILE "02.wav" WAVE',
      'INDEX 01 00:00:00',
    ]);
    expect(job.tracks).toMatchObject([
      { pregapBlocks: 0, lengthBytes: 5 * SECOND },
      { pregapBlocks: 150, lengthBytes: 10 * SECOND },
    ]);
    expect((await contentsOfAll(job)).equals(Buffer.concat([first, second]))).toBe(true);
    expect(job.warnings).toEqual([]);
  });

  test('INDEX 02 of a later track is counted from the start of the file', async () => {
    await put(folder, { 'all.wav': wav(seconds(30)) });
    await using job = await open([
      'FILE "all.wav" WAVE',
      'TRACK 01 AUDIO',
      'INDEX 01 00:00:00',
      'TRACK 02 AUDIO',
      'INDEX 00 00:10:00',
      'INDEX 01 00:12:00',
      'INDEX 02 00:15:00',
      'INDEX 03 00:20:10',
    ]);
    expect(job.tracks[1]).toMatchObject({ pregapBlocks: 150, indexBlocks: [225, 610] });
  });

  test('without INDEX 00 there is no pause', async () => {
    await put(folder, { 'all.wav': wav(seconds(12)) });
    await using job = await open([
      'FILE "all.wav" WAVE',
      'TRACK 01 AUDIO',
      'INDEX 01 00:00:00',
      'TRACK 02 AUDIO',
      'INDEX 01 00:06:00',
    ]);
    expect(job.tracks.map(({ pregapBlocks, lengthBytes }) => [pregapBlocks, lengthBytes])).toEqual([
      [0, 6 * SECOND],
      [0, 6 * SECOND],
    ]);
    expect(job.layout).toBe('exact');
  });

  test('flags, ISRC and the catalogue number are those of the sheet', async () => {
    await put(folder, { 'all.wav': wav(seconds(5)) });
    await using job = await open([
      'CATALOG 4006381333931',
      ...oneTrack('"all.wav" WAVE', 'FLAGS DCP 4CH PRE SCMS', 'ISRC gb-aye-65-00331'),
    ]);
    expect(job.catalogueNumber).toBe('4006381333931');
    expect(job.tracks[0]).toMatchObject({
      isrc: 'GBAYE6500331',
      preEmphasis: true,
      copyPermitted: true,
      fourChannel: true,
      serialCopy: true,
    });
  });

  test('a first track number of 2 is kept', async () => {
    await put(folder, { 'all.wav': wav(seconds(12)) });
    await using job = await open([
      'TITLE Album',
      'FILE "all.wav" WAVE',
      'TRACK 02 AUDIO',
      'INDEX 01 00:00:00',
      'TRACK 03 AUDIO',
      'INDEX 01 00:06:00',
    ]);
    expect(job.tracks.map(({ number }) => number)).toEqual([2, 3]);
    expect(job.cdText?.[0]?.firstTrack).toBe(2);
  });

  test('PREGAP is silence before the track, POSTGAP silence in it', async () => {
    const all = seconds(10);
    await put(folder, { 'all.wav': wav(all) });
    await using job = await open([
      'FILE "all.wav" WAVE',
      'TRACK 01 AUDIO',
      'INDEX 01 00:00:00',
      'POSTGAP 00:01:00',
      'TRACK 02 AUDIO',
      'PREGAP 00:02:00',
      'INDEX 01 00:05:00',
    ]);
    expect(job.tracks).toMatchObject([
      { pregapBlocks: 0, lengthBytes: 6 * SECOND },
      { pregapBlocks: 150, lengthBytes: 7 * SECOND },
    ]);
    const silence = (count: number) => Buffer.alloc(count * SECOND);
    const half = 5 * SECOND;
    expect(
      (await contentsOfAll(job)).equals(Buffer.concat([all.subarray(0, half), silence(3), all.subarray(half)])),
    ).toBe(true);
  });

  test('PREGAP of track 1 comes after the 2 s that every disc begins with, as in sheets of EAC and in cdrdao', async () => {
    await put(folder, { 'all.wav': wav(seconds(5)) });
    await using job = await open(oneTrack('"all.wav" WAVE', 'PREGAP 00:00:33'));
    expect(job.tracks[0]).toMatchObject({ pregapBlocks: 33, lengthBytes: 5 * SECOND + 33 * BLOCK });
  });

  test('the sound of an extensible WAV and of RF64 is read, not their headers', async () => {
    const audio = seconds(5);
    const extension = { validBits: 16, mask: 3, subFormat: subFormatOf(1) };
    const data = chunk('data', audio, { declared: 0xffff_ffff });
    await put(folder, {
      'ext.wav': riff([format({ extension }), chunk('data', audio)]),
      'rf64.wav': riff([ds64(BigInt(audio.length + 100), BigInt(audio.length)), format(), data], {
        id: 'RF64',
        declared: 0xffff_ffff,
      }),
    });
    for (const name of ['ext.wav', 'rf64.wav']) {
      await using job = await open(oneTrack(`"${name}" WAVE`));
      expect((await contentsOfAll(job)).equals(audio)).toBe(true);
    }
  });
});

describe('files that do not end with a whole block', () => {
  const parts = () =>
    [seconds(5), seconds(6, 2), seconds(7, 3)].map((all, index) => all.subarray(0, all.length - 4 * (100 * index + 7)));
  const sheet = (...between: string[]) => [
    'FILE "1.wav" WAVE',
    'TRACK 01 AUDIO',
    'INDEX 01 00:00:00',
    'FILE "2.wav" WAVE',
    'TRACK 02 AUDIO',
    ...between,
    'INDEX 01 00:00:00',
    'INDEX 02 00:02:00',
    'FILE "3.wav" WAVE',
    'TRACK 03 AUDIO',
    ...between,
    'INDEX 01 00:00:00',
  ];
  const write = (files: readonly Uint8Array[]) =>
    put(folder, Object.fromEntries(files.map((bytes, index) => [`${index + 1}.wav`, wav(bytes)])));

  test('follow each other sample by sample where the sheet has no gap', async () => {
    const files = parts();
    await write(files);
    await using job = await open(sheet());
    expect((await contentsOfAll(job)).equals(Buffer.concat(files))).toBe(true);
    expect(job.tracks.map(({ lengthBytes }) => lengthBytes % BLOCK)).toEqual([
      0,
      0,
      Buffer.concat(files).length % BLOCK,
    ]);
    expect(job.tracks.map(({ lengthBytes }) => Math.ceil(lengthBytes / BLOCK))).toEqual([374, 450, 526]);
    expect(job.tracks[1]?.indexBlocks).toEqual([150]);
    expect(job.warnings).toEqual([
      expect.stringMatching(/follow each other without a gap: tracks 2, 3 begin with the end/),
    ]);
  });

  test('are filled with silence before a gap of silence', async () => {
    const files = parts();
    await write(files);
    await using job = await open(sheet('PREGAP 00:02:00'));
    const [first, second] = await Promise.all(job.tracks.map((track) => contentsOf(track)));
    expect(first?.equals(files[0] ?? Buffer.alloc(0))).toBe(true);
    expect(second?.subarray(2 * SECOND).equals(files[1] ?? Buffer.alloc(0))).toBe(true);
    expect(job.tracks[1]).toMatchObject({ pregapBlocks: 150, indexBlocks: [150] });
    expect(job.warnings).toEqual([]);
  });
});

describe('files', () => {
  test('BINARY with the low byte first, MOTOROLA with the high byte first', async () => {
    const audio = Buffer.from(seconds(5));
    const swapped = Buffer.from(audio).swap16();
    await put(folder, { 'a.bin': audio, 'b.bin': swapped });
    await using low = await open(oneTrack('a.bin BINARY'));
    await using high = await open(oneTrack('b.bin MOTOROLA'));
    expect((await contentsOf(low.tracks[0])).equals(audio)).toBe(true);
    expect((await contentsOf(high.tracks[0], 1_001)).equals(audio)).toBe(true);
  });

  test('a file that is there in another format, or in other letters, is used with a warning', async () => {
    const audio = seconds(5);
    await put(folder, { 'Album.rf64': wav(audio) });
    await using job = await open(oneTrack('"album.wav" WAVE'));
    expect((await contentsOfAll(job)).equals(audio)).toBe(true);
    expect(job.warnings).toEqual(['x.cue: "album.wav" is not there; Album.rf64 is used']);
  });

  test('what is not there, is outside the folder, or is something else is refused', async () => {
    await put(folder, { 'b.bin': wav(seconds(5)) });
    expect((await refusal(oneTrack('nothing.wav WAVE'))).message).toMatch(/x\.cue: there is no file .*nothing\.wav/);
    expect((await refusal(oneTrack('../b.wav WAVE'))).message).toMatch(/outside its folder.*--outside-folder/);
    expect((await refusal(oneTrack('b.bin BINARY'))).message).toMatch(/without a header, but it is a WAV file/);
    expect((await refusal(['FILE a.bin BINARY', 'TRACK 1 AUDIO'])).message).toMatch(/track 1 has no INDEX 01/);
  });

  test('a track past the end of its file is refused', async () => {
    await put(folder, { 'all.wav': wav(seconds(5)) });
    const lines = (position: string) => [
      'FILE "all.wav" WAVE',
      'TRACK 01 AUDIO',
      'INDEX 01 00:00:00',
      'TRACK 02 AUDIO',
      `INDEX 01 ${position}`,
    ];
    expect((await refusal(lines('00:06:00'))).message).toMatch(/track 1 is not where it says: "all.wav" has only/);
    expect((await refusal(lines('00:05:00'))).message).toMatch(/track 2 has no blocks/);
  });

  test('the last block is filled, and a part of a sample is left out', async () => {
    const audio = seconds(5).subarray(0, 5 * SECOND - 101);
    await put(folder, { 'a.bin': audio });
    await using job = await open(oneTrack('a.bin BINARY'));
    expect(job.tracks[0]?.lengthBytes).toBe(5 * SECOND - 104);
    expect(job.warnings).toEqual(['the last 3 bytes of "a.bin" are not a whole sample, and are left out']);
  });

  test('a track shorter than 4 s is said', async () => {
    await put(folder, { 'a.bin': seconds(3) });
    await using job = await open(oneTrack('a.bin BINARY'));
    expect(job.warnings).toEqual([expect.stringMatching(/track 1 has only 225 blocks/)]);
  });
});
