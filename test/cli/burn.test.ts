import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, jest, test } from '@jest/globals';
import { pcm } from '../audio/wav-builder.ts';
import { discwright, exchangesOf, multiSessionBits, type RunOptions, sessionCloses } from './cli.ts';
import { writeSilence, writeWav } from './wavs.ts';

// Each test starts processes of its own, several at once: slow on a busy machine.
jest.setTimeout(60_000);

const cwd = await mkdtemp(join(tmpdir(), 'discwright-cli-burn-'));
await writeWav(cwd, 'a.wav', pcm(2352 * 320));
await writeWav(cwd, 'b.wav', pcm(2352 * 301 + 400));
afterAll(() => rm(cwd, { recursive: true, force: true }));

const NEXT_SESSION_ALLOWED = 3;
const NO_NEXT_SESSION = 0;
const PREVENT_ALLOW = 0x1e;
const CONTROL_CHARACTERS = /(?!\n)\p{Cc}/u;

describe('discwright burn', () => {
  test.concurrent('--leave-open leaves an open disc, says so, and close makes it whole', async () => {
    const device = ['--device', 'sim:open.disc'];
    const burned = await discwright(['burn', ...device, '--leave-open', '--trace', 'open.jsonl', 'a.wav'], { cwd });
    expect(burned).toMatchObject({ code: 0, stderr: '' });
    expect(burned.stdout).toContain('does not play until `discwright close --device sim:open.disc`');
    expect(burned.stdout).not.toMatch(CONTROL_CHARACTERS);

    const exchanges = await exchangesOf(join(cwd, 'open.jsonl'));
    expect(multiSessionBits(exchanges).at(-1)).toBe(NEXT_SESSION_ALLOWED);
    expect(sessionCloses(exchanges)).toEqual([]);

    const open = JSON.parse((await discwright(['info', '--json', ...device], { cwd })).stdout);
    expect(open.drive).toMatchObject({ vendor: expect.any(String), product: expect.any(String) });
    expect(open.disc).toMatchObject({
      status: 'appendable',
      lastSession: 'incomplete',
      sessions: 1,
      tracks: [{ number: 1, session: 1, startLba: 0, lengthBlocks: 320, kind: 'audio' }],
      nextWritableLba: 472,
    });

    const closed = await discwright(['close', '--json', ...device], { cwd });
    expect(closed.code).toBe(0);
    expect(JSON.parse(closed.stdout).disc).toMatchObject({ status: 'complete', lastSession: 'complete' });

    const again = await discwright(['close', ...device], { cwd });
    expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('already closed') });
  });

  test.concurrent('closes the session once, with 00b, compares the audio, and tells one JSON object', async () => {
    const args = ['burn', '--json', '--device', 'sim:closed.disc', '--verify', 'full', '--trace', 'closed.jsonl'];
    const { code, stdout, stderr } = await discwright([...args, 'a.wav', 'b.wav'], { cwd });
    expect(code).toBe(0);
    expect(stderr).toContain('Track 2/2 b.wav');

    expect(JSON.parse(stdout)).toMatchObject({
      disc: { status: 'complete', tracks: [{ lengthBlocks: 320 }, { startLba: 472, lengthBlocks: 302 }] },
      comparisons: [{ track: 1 }, { track: 2 }],
      cancelled: false,
    });
    const exchanges = await exchangesOf(join(cwd, 'closed.jsonl'));
    expect(new Set(multiSessionBits(exchanges))).toEqual(new Set([NO_NEXT_SESSION]));
    expect(sessionCloses(exchanges)).toHaveLength(1);
  });

  test.concurrent('--simulate writes nothing', async () => {
    const device = ['--device', 'sim:test.disc'];
    const { code, stdout } = await discwright(['burn', ...device, '--simulate', '--speed', '8', 'a.wav'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('Nothing was written');
    expect(JSON.parse((await discwright(['info', '--json', ...device], { cwd })).stdout).disc.status).toBe('blank');
  });

  test.concurrent('Ctrl-C closes the track shorter, ends the session and gives the drive back', async () => {
    await writeSilence(cwd, 'long.wav', 70 * 60);
    let sent = false;
    const onStdout: RunOptions['onStdout'] = (soFar, child) => {
      if (sent || !soFar.includes('%')) return;
      sent = true;
      child.kill('SIGINT');
    };
    const device = ['--device', 'sim:stopped.disc'];
    const burned = await discwright(['burn', ...device, '--trace', 'stopped.jsonl', 'long.wav'], { cwd, onStdout });
    expect(burned).toMatchObject({ code: 130, stderr: expect.stringContaining('Stopping') });
    expect(burned.stdout).toContain('The disc is closed');

    const { disc } = JSON.parse((await discwright(['info', '--json', ...device], { cwd })).stdout);
    expect(disc).toMatchObject({ status: 'complete', lastSession: 'complete', tracks: [{ open: false }] });
    expect(disc.tracks[0].lengthBlocks).toBeGreaterThanOrEqual(300);
    expect(disc.tracks[0].lengthBlocks).toBeLessThan(70 * 60 * 75);

    const trace = (await readFile(join(cwd, 'stopped.jsonl'), 'utf8')).trimEnd().split('\n');
    expect(JSON.parse(trace.at(-1) ?? '')).toMatchObject({ type: 'event', event: 'close' });
    const locks = (await exchangesOf(join(cwd, 'stopped.jsonl'))).filter(({ cdb }) => cdb[0] === PREVENT_ALLOW);
    expect(locks.at(-1)?.cdb[4]).toBe(0);
  });

  test.concurrent('a disc that nothing can be added to is refused, without a write, and said in JSON', async () => {
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

  test.concurrent('a trace never overwrites a file that is none, and then nothing is burned', async () => {
    await writeFile(join(cwd, 'mine.txt'), 'mine\n');
    const args = ['burn', '--device', 'sim:untouched.disc', '--trace', 'mine.txt', 'a.wav'];
    const { code, stderr } = await discwright(args, { cwd });
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('mine.txt') });
    expect(await readFile(join(cwd, 'mine.txt'), 'utf8')).toBe('mine\n');
    await expect(readFile(join(cwd, 'untouched.disc'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
