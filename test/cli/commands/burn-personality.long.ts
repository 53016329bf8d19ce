import { expect, jest, test } from '@jest/globals';
import { pcm } from '../../audio/wav-builder.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { discwright } from '../cli.ts';
import { writeWav } from '../wavs.ts';

// Each test starts a process of its own: slow on a busy machine.
jest.setTimeout(60_000);

const cwd = temporaryFolder();
await writeWav(cwd, 'a.wav', pcm(2352 * 310));

const burn = (personality: string, ...more: string[]) =>
  discwright(['burn', '--device', `sim:?personality=${personality}`, ...more, 'a.wav'], { cwd });

test.concurrent('a drive that ignores the speed asked for is not reported to have written with it', async () => {
  const { code, stdout } = await burn('speed-ignored', '--speed', '4');
  expect(code).toBe(0);
  expect(stdout).toMatch(/The drive wrote at 48x, by its own account; 4x was asked for\./);
});

test.concurrent('a drive that writes nothing is called what it is', async () => {
  const { code, stderr } = await burn('liar');
  expect(code).not.toBe(0);
  expect(stderr).toMatch(/reported success, but the track is blank/);
  expect(stderr).toMatch(/Do not trust this disc/);
});

test.concurrent('a personality that does not exist is refused with those that do', async () => {
  expect(await burn('angel')).toMatchObject({ stderr: expect.stringMatching(/personality.*pioneer/s) });
});
