import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { burn, cdRaw, exportBinCue, openJob, ripDisc } from '../../../src/index.ts';
import { Disc } from '../../../src/simulator/index.ts';
import { blocksOfNoise } from '../../support/sources.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { drain } from '../recorded-disc.ts';
import { driveWith } from './discs.ts';

/** Track 1 has a copy bit that alternates in Q. */
async function recorded(): Promise<Disc> {
  const disc = Disc.blank('CD-R 80');
  const sources = [
    { ...blocksOfNoise(310, 1), serialCopy: true },
    { ...blocksOfNoise(310, 2), copyPermitted: true },
    blocksOfNoise(310, 3),
  ];
  await drain(burn(driveWith(disc).drive, cdRaw, sources));
  return disc;
}

test('a track that is an SCMS copy stays one: written, ripped, and opened as a job', async () => {
  const directory = temporaryFolder();
  const { drive } = driveWith(await recorded());
  const result = await drain(ripDisc(drive, { directory, format: 'job', passes: 1 }));
  expect(result.warnings).toEqual([]);
  expect(result.tracks.map(({ serialCopy, copyPermitted }) => [serialCopy, copyPermitted])).toEqual([
    [true, false],
    [false, true],
    [false, false],
  ]);
  const sheet = await readFile(join(directory, 'disc.cue'), 'utf8');
  expect(sheet.match(/FLAGS.*/g)).toEqual(['FLAGS SCMS', 'FLAGS DCP']);
  expect(await readFile(result.logPath, 'utf8')).toContain('SCMS copy');
  await using job = await openJob([join(directory, 'disc.cue')]);
  expect(job.tracks.map(({ serialCopy = false }) => serialCopy)).toEqual([true, false, false]);
});

test('where too little of Q can be read, the copy bit is that of the table of contents, and a warning says so', async () => {
  const { drive, simulated } = driveWith(await recorded());
  simulated.inject({ at: {}, does: { scratch: { fromLba: 315, toLba: 440, kind: 'unreadable' } } });
  const result = await drain(ripDisc(drive, { directory: temporaryFolder(), passes: 1, retries: 0 }));
  expect(result.warnings).toContainEqual(expect.stringMatching(/Q sub-channel of track 2 .*SCMS copy/));
  expect(result.tracks[1]).toMatchObject({ serialCopy: false, copyPermitted: true });
});

test('an export to BIN/CUE keeps it too', async () => {
  const cuePath = join(temporaryFolder(), 'disc.cue');
  await drain(exportBinCue(driveWith(await recorded()).drive, { cuePath }));
  const sheet = await readFile(cuePath, 'utf8');
  expect(sheet.match(/TRACK.*|FLAGS.*/g)).toEqual([
    'TRACK 01 AUDIO',
    'FLAGS SCMS',
    'TRACK 02 AUDIO',
    'FLAGS DCP',
    'TRACK 03 AUDIO',
  ]);
});
