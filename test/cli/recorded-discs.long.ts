import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { pcm } from '../audio/wav-builder.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { discwright } from './cli.ts';
import { writeWav } from './wavs.ts';

const cwd = temporaryFolder();
await writeWav(cwd, 'a.wav', pcm(2352 * 300));

describe('discwright on a recorded disc', () => {
  test.concurrent('replays a recorded run, and names the difference to another run', async () => {
    const device = ['--device', 'sim:r.disc'];
    await discwright(['burn', ...device, 'a.wav'], { cwd });
    const recorded = await discwright(['info', '--json', ...device, '--trace', 'info.jsonl'], { cwd });
    const replayed = await discwright(['info', '--json', '--device', 'replay:info.jsonl'], { cwd });
    expect(replayed.code).toBe(0);
    expect(JSON.parse(replayed.stdout).disc).toEqual(JSON.parse(recorded.stdout).disc);

    const path = join(cwd, 'info.jsonl');
    const trace = await readFile(path, 'utf8');
    const over = await discwright(['info', '--device', 'replay:info.jsonl', '--trace', './info.jsonl'], { cwd });
    expect(over).toMatchObject({ code: 2, stderr: expect.stringContaining('is the trace being replayed') });
    expect(await readFile(path, 'utf8')).toBe(trace);
    // READ TRACK INFORMATION of track 2 instead of track 1.
    const other = trace.replace(/"cdb":"5201000000010/, '"cdb":"5201000000020');
    expect(other).not.toBe(trace);
    await writeFile(path, other);
    const different = await discwright(['info', '--device', 'replay:info.jsonl'], { cwd });
    expect(different).toMatchObject({ code: 3, stderr: expect.stringMatching(/READ TRACK INFORMATION.*address/) });
  });

  test.concurrent('shows a trace, one line per exchange, and stops quietly when the reader has gone', async () => {
    await discwright(['info', '--device', 'sim:', '--trace', 'show.jsonl'], { cwd });
    const shown = await discwright(['trace', 'show', 'show.jsonl'], { cwd });
    expect(shown.code).toBe(0);
    const lines = (await readFile(join(cwd, 'show.jsonl'), 'utf8')).trimEnd().split('\n');
    expect(shown.stdout.trimEnd().split('\n')).toHaveLength(lines.length);
    expect(shown.stdout).toMatch(/INQUIRY: allocation length 36 bytes/);

    const cut = await discwright(['trace', 'show', 'show.jsonl'], {
      cwd,
      onStdout: (_soFar, child) => child.stdout.destroy(),
    });
    expect(cut).toMatchObject({ code: 0, stderr: '' });
  });

  test.concurrent('shows features and toc of a recorded disc, exports, ejects and loads it', async () => {
    const device = ['--device', 'sim:all.disc'];
    await discwright(['burn', ...device, 'a.wav', 'a.wav'], { cwd });
    const features = await discwright(['features', ...device], { cwd });
    expect(features.stdout).toMatch(/\* 0009h {2}CD-R/);
    expect(features.stdout).toMatch(/002Dh {2}CD Track at Once/);

    const toc = JSON.parse((await discwright(['toc', '--json', ...device], { cwd })).stdout);
    expect(toc).toMatchObject({ tracks: [{ startLba: 0 }, { startLba: 452 }], sessions: [{ number: 1 }] });

    const exported = await discwright(['export', ...device, '--cue', 'all.cue', '--wav', 'wavs'], { cwd });
    expect(exported.code).toBe(0);
    expect((await readFile(join(cwd, 'all.bin'))).length).toBe((300 + 152 + 300) * 2352);
    expect((await readFile(join(cwd, 'wavs', 'track02.wav'))).length).toBe(44 + 300 * 2352);
    const again = await discwright(['export', ...device, '--cue', 'all.cue'], { cwd });
    expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('--overwrite') });

    expect((await discwright(['eject', ...device], { cwd })).code).toBe(0);
    expect(await discwright(['load', ...device], { cwd })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('complete'),
    });
  });
});
