import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pcm } from '../audio/wav-builder.ts';
import { discwright, exchangesOf, multiSessionBits, sessionCloses } from './cli.ts';
import { writeSilence, writeWav } from './wavs.ts';

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'discwright-cli-burn-'));
  await writeWav(cwd, 'a.wav', pcm(2352 * 320));
  await writeWav(cwd, 'b.wav', pcm(2352 * 301 + 400));
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

const NEXT_SESSION_ALLOWED = 3;
const NO_NEXT_SESSION = 0;
const CONTROL_CHARACTERS = /(?!\n)\p{Cc}/u;

describe('discwright burn', () => {
  test('--leave-open leaves an open disc, says so, and close makes it whole', async () => {
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

  test('closes the session once, with 00b, compares the audio, and tells one JSON object', async () => {
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

  test('--simulate writes nothing', async () => {
    const device = ['--device', 'sim:test.disc'];
    const { code, stdout } = await discwright(['burn', ...device, '--simulate', '--speed', '8', 'a.wav'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('Nothing was written');
    expect(JSON.parse((await discwright(['info', '--json', ...device], { cwd })).stdout).disc.status).toBe('blank');
  });

  test.each(['SIGINT', 'SIGTERM'] as const)(
    'on %s the track is closed shorter, the session ended and the drive given back',
    async (signal) => {
      const name = `stopped-${signal}`;
      await writeSilence(cwd, `${name}.wav`, 70 * 60);
      let sent = false;
      const onStdout: Parameters<typeof discwright>[1]['onStdout'] = (soFar, child) => {
        if (sent || !soFar.includes('%')) return;
        sent = true;
        child.kill(signal);
      };
      const device = `sim:${name}.disc`;
      const args = ['burn', '--device', device, '--trace', `${name}.jsonl`, `${name}.wav`];
      const { code, stdout, stderr } = await discwright(args, { cwd, onStdout });
      expect({ code, stderr }).toMatchObject({ code: 130, stderr: expect.stringContaining('Stopping') });
      expect(stdout).toContain('The disc is closed');

      const { disc } = JSON.parse((await discwright(['info', '--json', '--device', device], { cwd })).stdout);
      expect(disc).toMatchObject({ status: 'complete', lastSession: 'complete', tracks: [{ open: false }] });
      expect(disc.tracks[0].lengthBlocks).toBeGreaterThanOrEqual(300);
      expect(disc.tracks[0].lengthBlocks).toBeLessThan(70 * 60 * 75);

      const trace = (await readFile(join(cwd, `${name}.jsonl`), 'utf8')).trimEnd().split('\n');
      expect(JSON.parse(trace.at(-1) ?? '')).toMatchObject({ type: 'event', event: 'close' });
      const locks = (await exchangesOf(join(cwd, `${name}.jsonl`))).filter(({ cdb }) => cdb[0] === 0x1e);
      expect(locks.at(-1)?.cdb[4]).toBe(0);
    },
  );

  test('a disc that nothing can be added to is refused, without a write, and said in JSON', async () => {
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

  test('a trace never overwrites a file that is none, and then nothing is burned', async () => {
    await writeFile(join(cwd, 'mine.txt'), 'mine\n');
    const args = ['burn', '--device', 'sim:untouched.disc', '--trace', 'mine.txt', 'a.wav'];
    const { code, stderr } = await discwright(args, { cwd });
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('mine.txt') });
    expect(await readFile(join(cwd, 'mine.txt'), 'utf8')).toBe('mine\n');
    await expect(readFile(join(cwd, 'untouched.disc'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
