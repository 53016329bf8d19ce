// The unit tests, the package's entry points and a burn through SG_IO on every Node that the package supports: `npm run test:nodes`.
import { join } from 'node:path';
import { withTemporaryFolder } from '../../support/with-temporary-folder.mjs';
import { assertTracks, soundsOf, wavsOf } from '../peers/discwright.mjs';
import { assertReleased } from '../peers/traces.mjs';
import { atVirtualDrive, SG, SR } from '../peers/virtual-drive.mjs';
import { buildPreloadLibrary } from '../preload/build.mjs';
import { runScenarios } from '../support/scenarios.mjs';
import { requireTools } from '../support/tools.mjs';
import { readWords } from '../support/words.mjs';
import { assertNoWarning, importAndRun, runUnitTests } from './checks.mjs';
import { MAJORS, nodeOfMajor } from './node-versions.mjs';

const words = readWords('test:nodes', 'Runs the tests and a burn on every Node that the package supports.');

requireTools('test:nodes', join(import.meta.dirname, 'packages.txt'), ['npm', 'gcc']);
buildPreloadLibrary();

async function burn(node) {
  for (const device of [SR, SG]) {
    await atVirtualDrive({ node }, async (drive) => {
      const sounds = soundsOf(81);
      const tracePath = join(drive.folder, 'burn.jsonl');
      const args = ['burn', '--yes', '--verify', 'full', '--trace', tracePath, ...(await wavsOf(drive, sounds))];
      const { stderr } = await drive.discwright(args, { device });
      assertNoWarning(stderr);
      await assertReleased(drive, tracePath);
      assertTracks(await drive.disc(), sounds);
    });
  }
  return '3 tracks equal, through sr and through sg';
}

/** @param folder for the reports of the unit tests */
const scenariosOf = (major, folder) => [
  {
    name: `Node ${major}: the newest from npm`,
    run: async () => (await nodeOfMajor(major)).version,
  },
  {
    name: `Node ${major}: entry points and command line`,
    run: async () => importAndRun((await nodeOfMajor(major)).binary),
  },
  {
    name: `Node ${major}: burn through SG_IO`,
    run: async () => burn((await nodeOfMajor(major)).binary),
  },
  {
    name: `Node ${major}: unit tests`,
    run: async () => runUnitTests((await nodeOfMajor(major)).binary, join(folder, `${major}.json`)),
  },
];

await withTemporaryFolder(async (folder) => {
  await runScenarios(
    'Versions of Node',
    MAJORS.flatMap((major) => scenariosOf(major, folder)),
    words,
  );
});
