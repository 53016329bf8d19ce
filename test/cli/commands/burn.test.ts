import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { pcm } from '../../audio/wav-builder.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { discwright, exchangesOf, multiSessionBits, sessionCloses } from '../cli.ts';
import { writeWav } from '../wavs.ts';

// Each test starts several processes at the same time: slow on a busy machine.
jest.setTimeout(60_000);

const cwd = temporaryFolder();
await writeWav(cwd, 'a.wav', pcm(2352 * 320));
await writeWav(cwd, 'b.wav', pcm(2352 * 301 + 400));

const NEXT_SESSION_ALLOWED = 3;
const NO_NEXT_SESSION = 0;
const CONTROL_CHARACTERS = /(?!\n)\p{Cc}/u;

describe('discwright burn', () => {
  test.concurrent('--leave-open leaves the disc open and says so, and close finishes it', async () => {
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

  test.concurrent('closes the session once, with 00b, compares the audio, and prints one JSON object', async () => {
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

  test.concurrent('says what is burned when the burn begins, and nothing when it is refused', async () => {
    const device = ['--device', 'sim:begun.disc'];
    const one = await discwright(['burn', ...device, 'a.wav'], { cwd });
    expect(one.stdout).toMatch(/^Burning 1 track, 0:04, on /);
    const refused = await discwright(['burn', ...device, 'a.wav'], { cwd });
    expect(refused).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining('cannot be written') });
    const erased = await discwright(['blank', ...device], { cwd });
    expect(erased).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining('a CD-R cannot be erased') });
    const two = await discwright(['burn', '--device', 'sim:', '--simulate', 'a.wav', 'b.wav'], { cwd });
    expect(two.stdout).toMatch(/^Simulating 2 tracks, 0:10 with the pauses between them, on /);
  });

  test.concurrent('--gapless writes Session-At-Once, and says so; --write-type decides', async () => {
    const gapless = await discwright(['burn', '--device', 'sim:', '--gapless', 'a.wav', 'b.wav'], { cwd });
    expect(gapless.stdout).toMatch(/^Burning 2 tracks, 0:08, Session-At-Once \(no pauses between the tracks\), on /);
    expect(gapless.stdout).toContain('Track 2/2 b.wav');
    const whole = await discwright(['burn', '--json', '--device', 'sim:', '--write-type', 'sao', 'a.wav'], { cwd });
    expect(JSON.parse(whole.stdout)).toMatchObject({ writeType: 'Session-At-Once', disc: { status: 'complete' } });
    const refused = await discwright(
      ['burn', '--device', 'sim:', '--write-type', 'tao', '--gapless', 'a.wav', 'b.wav'],
      {
        cwd,
      },
    );
    expect(refused).toMatchObject({ stdout: '', stderr: expect.stringContaining('has a pause between the tracks') });
  });

  test.concurrent('what is not known is null in --json, so that the keys are always the same', async () => {
    const { stdout } = await discwright(['burn', '--json', '--device', 'sim:', 'a.wav'], { cwd });
    expect(JSON.parse(stdout)).toMatchObject({
      speed: { requestedKBps: null, usedKBps: expect.any(Number) },
      buffers: { fifoBytes: expect.any(Number), lowestFifoBytes: null, driveBufferDips: 0 },
    });
    const info = JSON.parse((await discwright(['info', '--json', '--device', 'sim:'], { cwd })).stdout);
    expect(info).toMatchObject({ trayOpen: null, readOnly: null });
  });

  test.concurrent('--simulate writes nothing', async () => {
    const device = ['--device', 'sim:test.disc'];
    const { code, stdout } = await discwright(['burn', ...device, '--simulate', '--speed', '8x', 'a.wav'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('Nothing was written');
    expect(JSON.parse((await discwright(['info', '--json', ...device], { cwd })).stdout).disc.status).toBe('blank');
  });
});
