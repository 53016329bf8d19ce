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
