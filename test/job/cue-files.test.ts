import { beforeEach, describe, expect, test } from '@jest/globals';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { contentsOfAll, oneTrack, openSheet, put, SECOND, seconds, wav } from './support.ts';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

const open = (lines: readonly string[]) => openSheet(folder, lines);

describe('a FILE that is named again', () => {
  test('continues where its positions go on', async () => {
    const all = seconds(12);
    await put(folder, { 'all.wav': wav(all) });
    await using job = await open([
      ...oneTrack('"all.wav" WAVE'),
      'FILE "all.wav" WAVE',
      'TRACK 02 AUDIO',
      'INDEX 00 00:05:00',
      'INDEX 01 00:06:00',
    ]);
    expect(job.tracks).toMatchObject([
      { number: 1, lengthBytes: 5 * SECOND, pregapBlocks: 0 },
      { number: 2, lengthBytes: 7 * SECOND, pregapBlocks: 75 },
    ]);
    expect((await contentsOfAll(job)).equals(all)).toBe(true);
    expect(job.warnings).toEqual([]);
  });

  test('is read from its start again where its position goes back: the same sound in two tracks', async () => {
    const all = seconds(8);
    await put(folder, { 'all.wav': wav(all) });
    await using job = await open([
      ...oneTrack('"all.wav" WAVE'),
      'FILE "all.wav" WAVE',
      'TRACK 02 AUDIO',
      'INDEX 01 00:00:00',
      'FILE "all.wav" WAVE',
      'TRACK 03 AUDIO',
      'INDEX 01 00:00:00',
    ]);
    expect((await contentsOfAll(job)).equals(Buffer.concat([all, all, all]))).toBe(true);
    expect(job.warnings).toEqual([]);
  });
});

test('a pregap of the first track with sound is a hidden track, silence is not', async () => {
  await put(folder, { 'all.wav': wav(seconds(12)) });
  await using hidden = await open(['FILE "all.wav" WAVE', 'TRACK 01 AUDIO', 'INDEX 01 00:05:00']);
  expect(hidden.tracks[0]).toMatchObject({ pregapBlocks: 375, hiddenTrack: true });
  await using silent = await open(oneTrack('"all.wav" WAVE', 'PREGAP 00:05:00'));
  expect(silent.tracks[0]).toMatchObject({ pregapBlocks: 375 });
  expect(silent.tracks[0]?.hiddenTrack).toBeUndefined();
});
