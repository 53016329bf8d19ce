import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { openDrive } from '../../../src/index.ts';
import { burnAudio } from '../../../src/write/index.ts';
import { blocksOfNoise } from '../../support/sources.ts';
import { drainGenerator } from '../../support/tampered-transport.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { discwright } from '../cli.ts';

jest.setTimeout(60_000);

test.each([false, true])('close says what an interrupted burn has lost (JSON: %p)', async (json) => {
  const cwd = temporaryFolder();
  const unplugged = { at: { command: 'WRITE(10)', nth: 20 }, does: { disconnect: true } };
  await writeFile(join(cwd, 'faults.json'), JSON.stringify([unplugged]));
  const drive = await openDrive(`sim:${join(cwd, 'my.disc')}?faults=${join(cwd, 'faults.json')}`);
  const burning = drainGenerator(burnAudio(drive, [blocksOfNoise(310), blocksOfNoise(2_000)], { fifoBytes: 0 }));
  await expect(burning).rejects.toThrow(/unplugged/);
  await drive.close();

  const args = ['close', '--device', 'sim:my.disc', '--yes', ...(json ? ['--json'] : [])];
  const { code, stdout } = await discwright(args, { cwd });
  expect(code).toBe(0);
  const lost =
    'Track 2 ends after 189 blocks (00:02:39), and silence follows: if more was to follow, it never reached the disc';
  if (json) expect(JSON.parse(stdout)).toMatchObject({ losses: [lost], disc: { status: 'complete' } });
  else expect(stdout).toContain(`The disc is closed: nothing can be added.\nLost: ${lost}.\n`);
});
