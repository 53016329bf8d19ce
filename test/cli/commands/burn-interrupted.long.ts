import { readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { pcm } from '../../audio/wav-builder.ts';
import { PREVENT_ALLOW } from '../../support/cdb.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { discwright, exchangesOf, type RunOptions } from '../cli.ts';
import { writeSilence, writeWav } from '../wavs.ts';

// Each test starts several processes at the same time: slow on a busy machine.
jest.setTimeout(60_000);

const cwd = temporaryFolder();
await writeWav(cwd, 'a.wav', pcm(2352 * 320));
await writeWav(cwd, 'b.wav', pcm(2352 * 301 + 400));

describe('discwright burn, interrupted or refused', () => {
  test.concurrent.each([['SIGINT'], ['SIGTERM'], ['SIGHUP']] as const)(
    '%s closes the shortened track and the session, and releases the drive',
    async (signal) => {
      const [wav, saved, tracePath] = ['wav', 'disc', 'jsonl'].map((ending) => `${signal}.${ending}`) as [
        string,
        string,
        string,
      ];
      await writeSilence(cwd, wav, 70 * 60);
      let sent = false;
      const onStdout: RunOptions['onStdout'] = (soFar, child) => {
        if (sent || !soFar.includes('%')) return;
        sent = true;
        child.kill(signal);
      };
      const device = ['--device', `sim:${saved}`];
      const burned = await discwright(['burn', ...device, '--trace', tracePath, wav], { cwd, onStdout });
      expect(burned).toMatchObject({ code: 130, stderr: expect.stringContaining('Stopping') });
      expect(burned.stdout).toContain('The disc is closed');

      const { disc } = JSON.parse((await discwright(['info', '--json', ...device], { cwd })).stdout);
      expect(disc).toMatchObject({ status: 'complete', lastSession: 'complete', tracks: [{ open: false }] });
      expect(disc.tracks[0].lengthBlocks).toBeGreaterThanOrEqual(300);
      expect(disc.tracks[0].lengthBlocks).toBeLessThan(70 * 60 * 75);

      const trace = (await readFile(join(cwd, tracePath), 'utf8')).trimEnd().split('\n');
      expect(JSON.parse(trace.at(-1) ?? '')).toMatchObject({ type: 'event', event: 'close' });
      const locks = (await exchangesOf(join(cwd, tracePath))).filter(({ cdb }) => cdb[0] === PREVENT_ALLOW);
      expect(locks.at(-1)?.cdb[4]).toBe(0);
    },
  );

  test.concurrent('what is said of a disc that can be overwritten is what was written', async () => {
    await writeFile(join(cwd, 'zeros.iso'), '');
    await truncate(join(cwd, 'zeros.iso'), 2_000_000 * 2_048);
    let sent = false;
    const onStdout: RunOptions['onStdout'] = (soFar, child) => {
      if (sent || !soFar.includes('%')) return;
      sent = true;
      child.kill('SIGINT');
    };
    const burned = await discwright(['data', '--device', 'sim:over.disc?medium=DVD+RW', 'zeros.iso'], {
      cwd,
      onStdout,
    });
    expect(burned).toMatchObject({
      code: 130,
      stdout: expect.stringContaining('What was written until then is on the disc, which can be overwritten.'),
    });
    expect(burned.stdout).toContain('cut off after');
  });

  test.concurrent('a disc to which nothing can be added is refused without a write, and reported as JSON', async () => {
    await discwright(['burn', '--device', 'sim:full.disc', 'a.wav'], { cwd });
    const before = await readFile(join(cwd, 'full.disc'));
    const { code, stdout } = await discwright(['burn', '--json', '--device', 'sim:full.disc', 'b.wav'], { cwd });
    expect(code).toBe(2);
    expect(JSON.parse(stdout).error).toMatchObject({
      name: 'BurnError',
      phase: 'planning',
      message: expect.stringContaining('nothing can be added'),
      remedy: expect.any(String),
      exitCode: 2,
      disc: { status: 'complete' },
    });
    expect((await readFile(join(cwd, 'full.disc'))).equals(before)).toBe(true);
  });

  test.concurrent('a trace never overwrites a file that is not a trace, and then nothing is burned', async () => {
    await writeFile(join(cwd, 'mine.txt'), 'mine\n');
    const args = ['burn', '--device', 'sim:untouched.disc', '--trace', 'mine.txt', 'a.wav'];
    const { code, stderr } = await discwright(args, { cwd });
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('mine.txt') });
    expect(await readFile(join(cwd, 'mine.txt'), 'utf8')).toBe('mine\n');
    await expect(readFile(join(cwd, 'untouched.disc'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
