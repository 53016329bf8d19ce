import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, jest, test } from '@jest/globals';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { discwright, type RunOptions } from './cli.ts';
import { writeSilence } from './wavs.ts';

// Each test starts a process, which is stopped in the middle of its work: slow on a busy machine.
jest.setTimeout(60_000);

const cwd = temporaryFolder();

beforeAll(async () => {
  await writeSilence(cwd, 'long.wav', 40 * 60);
});

/** Sends the signal as soon as stdout contains the text. */
function stopAt(text: string, signal: NodeJS.Signals): NonNullable<RunOptions['onStdout']> {
  let sent = false;
  return (soFar, child) => {
    if (sent || !soFar.includes(text)) return;
    sent = true;
    child.kill(signal);
  };
}

test.each([
  ['SIGINT', []],
  ['SIGTERM', []],
  ['SIGINT', ['--device', 'sim:other.disc']],
] as const)('%s ends a burn in order: the track and the session are closed (%j too)', async (signal, more) => {
  const device = ['--device', `sim:${signal}${more.length}.disc`];
  const onStdout = stopAt('%', signal);
  const burned = await discwright(['burn', ...device, ...more, 'long.wav'], { cwd, onStdout });
  expect(burned).toMatchObject({ code: 130, stderr: expect.stringContaining('Stopping') });
  expect(burned.stdout).toContain('The disc is closed');

  const { disc } = JSON.parse((await discwright(['info', '--json', ...device], { cwd })).stdout);
  expect(disc).toMatchObject({ status: 'complete', tracks: [{ open: false }] });
  expect(disc.tracks[0].lengthBlocks).toBeLessThan(40 * 60 * 75);
});

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s ends serve in order: the disc is saved, the socket removed',
  async (signal) => {
    const served = ['serve', '--device', `sim:served-${signal}.disc`, '--socket', 's'];
    const { code } = await discwright(served, { cwd, onStdout: stopAt('Socket', signal) });
    expect(code).toBe(0);
    expect(existsSync(join(cwd, `served-${signal}.disc`))).toBe(true);
    expect(existsSync(join(cwd, 's'))).toBe(false);
    expect(existsSync(join(cwd, 's.lock'))).toBe(false);
  },
);
