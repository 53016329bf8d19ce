import { expect, jest, test } from '@jest/globals';
import { pcm } from '../../audio/wav-builder.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { discwright } from '../cli.ts';
import { writeWav } from '../wavs.ts';

// Each test starts a process: slow on a busy machine.
jest.setTimeout(60_000);

const cwd = temporaryFolder();
await writeWav(cwd, 'a.wav', pcm(2352 * 310));

const burn = (personality: string, ...more: string[]) =>
  discwright(['burn', '--device', `sim:?personality=${personality}`, ...more, 'a.wav'], { cwd });

test.concurrent('a drive that ignores the requested speed is not reported to have used it', async () => {
  const { code, stdout } = await burn('speed-ignored', '--speed', '4');
  expect(code).toBe(0);
  expect(stdout).toMatch(/The drive reports that it wrote at 48x; 4x was requested\./);
});

test.concurrent('a drive that writes nothing but reports success is found out', async () => {
  const { code, stderr } = await burn('liar');
  expect(code).not.toBe(0);
  expect(stderr).toMatch(/reported success, but the track is blank/);
  expect(stderr).toMatch(/Do not trust this disc/);
});

test.concurrent('a personality that does not exist is refused, and the error lists those that do', async () => {
  expect(await burn('angel')).toMatchObject({ stderr: expect.stringMatching(/personality.*pioneer/s) });
});
