import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { openDrive } from '../../../src/index.ts';
import { openSimulatedDrive } from '../../../src/simulator/index.ts';
import { burnAudio } from '../../../src/write/index.ts';
import { recordAlbum } from '../../read/rip/discs.ts';
import { blocksOfNoise } from '../../support/sources.ts';
import { drainGenerator } from '../../support/tampered-transport.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { discwright } from '../cli.ts';

jest.setTimeout(60_000);

const QUERIES = ['READ TOC (full)', 'READ PMA', 'READ CD-TEXT'];

async function tocWith(times: 1 | 'always'): Promise<{ code: number | null; warnings: readonly string[] }> {
  const cwd = temporaryFolder();
  const disc = join(cwd, 'my.disc');
  const drive = await openDrive(`sim:${disc}`);
  await drainGenerator(burnAudio(drive, [blocksOfNoise(310)]));
  await drive.close();
  const faults = QUERIES.map((command) => ({ at: { command }, does: { sense: 'B/47/00' }, times }));
  await writeFile(join(cwd, 'faults.json'), JSON.stringify(faults));
  const { code, stdout } = await discwright(['toc', '--json', '--device', `sim:${disc}?faults=faults.json`], { cwd });
  return { code, warnings: JSON.parse(stdout).warnings };
}

test('toc asks again after one bad answer, and says what it could not read after several', async () => {
  expect(await tocWith(1)).toEqual({ code: 0, warnings: [] });
  const { code, warnings } = await tocWith('always');
  expect(code).toBe(0);
  expect(warnings).toHaveLength(QUERIES.length);
});

test('toc names the language of each CD-TEXT', async () => {
  const cwd = temporaryFolder();
  const drive = await openSimulatedDrive(join(cwd, 'album.disc'));
  await recordAlbum(drive);
  await drive.close();
  const { stdout } = await discwright(['toc', '--device', 'sim:album.disc'], { cwd });
  expect(stdout).toMatch(/^CD-TEXT, English\n {2}Album: title "Live"$/m);
  expect(stdout).toMatch(/^CD-TEXT, German\n {2}Album: title "Konzert"$/m);
});

test('toc and info show the flags of each track; codes, indexes and SCMS come where they are asked for', async () => {
  const cwd = temporaryFolder();
  const disc = join(cwd, 'my.disc');
  const drive = await openDrive(`sim:${disc}`);
  const sources = [
    { ...blocksOfNoise(700, 1), preEmphasis: true, isrc: 'GBAYE6500331', indexBlocks: [75, 300] },
    { ...blocksOfNoise(500, 2), copyPermitted: true, pregapBlocks: 100 },
    { ...blocksOfNoise(400, 3), fourChannel: true, serialCopy: true },
  ];
  await drainGenerator(burnAudio(drive, sources, { writeType: 'sao', catalogueNumber: '4006381333931' }));
  await drive.close();
  const run = async (...args: string[]) => (await discwright([...args, '--device', `sim:${disc}`], { cwd })).stdout;
  for (const command of ['toc', 'info']) {
    const shown = await run(command);
    expect(shown).toMatch(/ {2}1 +audio .* 700 +pre-emphasis\n/);
    expect(shown).toMatch(/ {2}2 +audio .* copies permitted\n/);
    expect(shown).toMatch(/ {2}3 +audio .* four channels\n/);
    expect(shown).not.toMatch(/ISRC|index 2/);
  }
  const all = await run('toc', '--codes', '--indexes');
  expect(all).toMatch(
    /\nCatalogue number: 4006381333931\nTrack 1: ISRC GBAYE6500331, index 2 at 00:01:00, index 3 at 00:04:00\n/,
  );
  expect(all).toMatch(/\nTrack 2: pause of 00:01:25\nTrack 3: SCMS copy\n/);
  const { tracks } = JSON.parse(await run('toc', '--codes', '--json'));
  expect(tracks[0]).toMatchObject({ isrc: 'GBAYE6500331', preEmphasis: true, indexBlocks: null });
});
