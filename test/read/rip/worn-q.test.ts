import { expect, test } from '@jest/globals';
import { ripDisc } from '../../../src/index.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { drain } from '../recorded-disc.ts';
import { album, driveWith } from './discs.ts';

async function ripped(fromLba: number, toLba: number) {
  const { drive, simulated } = driveWith((await album()).disc);
  simulated.inject({ at: {}, does: { scratch: { fromLba, toLba, kind: 'unreadable' } } });
  return await drain(ripDisc(drive, { directory: temporaryFolder(), passes: 1, retries: 0 }));
}

test.each([
  ['near the end of the track', 1_390],
  ['after index 2', 460],
  ['before index 3', 1_170],
  ['in the pause of the next track', 1_420],
  ['before the pause of the next track', 1_395],
])('one unreadable block %s hides neither indexes nor pauses', async (_place, lba) => {
  const result = await ripped(lba, lba);
  expect(result.tracks.map(({ indexBlocks, pregapBlocks }) => [indexBlocks, pregapBlocks])).toEqual([
    [[155, 877], 300],
    [[], 60],
    [[], 0],
  ]);
});

test('where the end of a track cannot be read at all, a warning says that its indexes are not known', async () => {
  const result = await ripped(1_360, 1_459);
  expect(result.warnings).toContainEqual(
    'the Q sub-channel cannot be read at the end of track 1: its indexes are not known',
  );
});

test('a command that fails once while borders are sought moves none of them', async () => {
  const { disc } = await album();
  for (let nth = 1; nth <= 40; nth++) {
    const { drive, simulated } = driveWith(disc);
    simulated.inject({ at: { command: 'READ CD', nth }, does: { sense: '4/44/00' } });
    const { tracks } = await drain(ripDisc(drive, { directory: temporaryFolder(), passes: 1, retries: 1 }));
    expect([nth, tracks[0]?.indexBlocks, tracks[1]?.pregapBlocks]).toEqual([nth, [155, 877], 60]);
  }
});

test('where a border cannot be read, a warning says between which blocks it is', async () => {
  const { tracks, warnings } = await ripped(1_170, 1_185);
  expect(tracks[0]?.indexBlocks).toEqual([155, 886]);
  expect(warnings).toContain(
    'index 3 of track 1 begins between LBA 1169 and LBA 1186: the Q sub-channel cannot be read there',
  );
});
