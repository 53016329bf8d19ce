import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { burn, cdSessionAtOnce, openJob, readTableOfContents, ripDisc } from '../../../src/index.ts';
import { Disc } from '../../../src/simulator/index.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { drain } from '../recorded-disc.ts';
import { album, driveWith } from './discs.ts';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

const lines = async (name: string) =>
  (await readFile(join(folder, name), 'utf8')).split('\n').map((line) => line.trim());

describe('some tracks of a disc, as a job', () => {
  const rip = async (tracks: readonly number[]) => {
    const { drive } = driveWith((await album()).disc);
    return drain(ripDisc(drive, { directory: folder, format: 'job', tracks, passes: 1 }));
  };

  test('keep their numbers, and have only their own texts: burn takes it', async () => {
    const result = await rip([2, 3]);
    expect(result.warnings).toEqual([]);
    await using job = await openJob(join(folder, 'disc.cue'));
    expect(job.warnings).toEqual([]);
    expect(job).toMatchObject({
      catalogueNumber: '4006381333931',
      tracks: [{ number: 2, isrc: 'GBAYE6500331', pregapBlocks: 60 }, { number: 3 }],
      cdText: [
        { firstTrack: 2, album: { title: 'Live' }, tracks: [{}, {}] },
        { firstTrack: 2, album: { title: 'Konzert' }, tracks: [{}, {}] },
      ],
    });
    const { drive } = driveWith(Disc.blank('CD-R 80'));
    const { cdText = [], catalogueNumber = '' } = job;
    await drain(burn(drive, cdSessionAtOnce, job.tracks, { cdText, catalogueNumber, firstTrack: 2 }));
    const { tracks } = await readTableOfContents(drive);
    expect(tracks.map(({ track }) => track)).toEqual([2, 3]);
  });

  test('with others left out between them are numbered from 1, with their texts', async () => {
    const result = await rip([1, 3]);
    expect(result.warnings).toEqual([expect.stringMatching(/the tracks 1, 3 are numbered 1, 2 in the sheet/)]);
    await using job = await openJob(join(folder, 'disc.cue'));
    expect(job).toMatchObject({
      tracks: [{ number: 1 }, { number: 2, preEmphasis: true }],
      cdText: [
        { firstTrack: 1, tracks: [{ title: 'Air' }, {}] },
        { firstTrack: 1, tracks: [{ title: 'Luft' }, {}] },
      ],
    });
  });

  test('with what is before track 1 have it as the pause of that track, and say so where it has none', async () => {
    expect((await rip([0, 1])).warnings).toEqual([]);
    expect(await lines('disc.cue')).toContain('INDEX 01 00:04:00');
    folder = temporaryFolder();
    const result = await rip([0, 2]);
    expect(result.warnings).toEqual([
      'what is before track 1 is left out: in a job rip it is the pause of track 1, which was not chosen',
    ]);
  });
});
