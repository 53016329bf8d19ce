import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { DiscJob } from '../../src/job/model.ts';
import { openCue } from '../../src/job/open-cue.ts';
import { sound } from '../read/recorded-disc.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { contentsOf, put, SECOND, wav } from './support.ts';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

async function open(lines: readonly string[]): Promise<DiscJob> {
  await put(folder, { 'x.cue': lines.join('\n') });
  return openCue(join(folder, 'x.cue'), {});
}

const seconds = (count: number) => sound(count * 75, 1);
const oneTrack = (file: string, ...lines: string[]) => [
  `FILE ${file}`,
  'TRACK 01 AUDIO',
  ...lines,
  'INDEX 01 00:00:00',
];

async function contents(job: DiscJob): Promise<Buffer> {
  const all: Buffer[] = [];
  for (const track of job.tracks) all.push(await contentsOf(track));
  return Buffer.concat(all);
}

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
    expect((await contents(job)).equals(all)).toBe(true);
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
    expect((await contents(job)).equals(Buffer.concat([all, all, all]))).toBe(true);
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
