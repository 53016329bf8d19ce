import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { pcm } from '../../audio/wav-builder.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { discwright } from '../cli.ts';
import { writeWav } from '../wavs.ts';

// Each test starts several processes: slow on a busy machine.
jest.setTimeout(60_000);

const cwd = temporaryFolder();
const run = (line: string) => discwright(line.split(' '), { cwd });

beforeAll(async () => {
  await writeWav(cwd, 'a.wav', pcm(2352 * 320));
  const { code } = await run('burn a.wav --device sim:a.disc --trace burn.jsonl');
  expect(code).toBe(0);
});

describe('discwright map', () => {
  test('draws a picture, keeps the one that is there, and replaces it when that is wanted', async () => {
    expect(await run('map --svg a.svg --device sim:a.disc')).toMatchObject({ code: 0, stderr: '' });
    const disc = readFileSync(join(cwd, 'a.svg'), 'utf8');
    expect(disc).toContain('track 1, audio, session 1: 320 blocks from LBA 0');

    const again = await run('map --svg a.svg --shape bar --device sim:a.disc');
    expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('a.svg already exists') });
    expect(readFileSync(join(cwd, 'a.svg'), 'utf8')).toBe(disc);

    expect(await run('map --svg a.svg --shape bar --overwrite --device sim:a.disc')).toMatchObject({ code: 0 });
    expect(readFileSync(join(cwd, 'a.svg'), 'utf8')).not.toBe(disc);
    expect(readdirSync(cwd).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test.each([
    ['not JSON', /it is not JSON/],
    ['{}', /it has no list of suspects/],
    ['{"suspects":[{"startLba":"1"}]}', /it has no list of suspects/],
  ])('refuses %s as the result of a rip', async (text, words) => {
    const name = `rip-${text.length}.json`;
    await writeFile(join(cwd, name), text);
    const refused = await run(`map --rip ${name} --device sim:a.disc`);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringMatching(words) });
  });

  test('marks what a rip could not read', async () => {
    const suspects = [{ track: 1, startLba: 100, lengthBlocks: 2, doubt: 'unreadable' }];
    await writeFile(join(cwd, 'rip.json'), JSON.stringify({ suspects }));
    const { stdout } = await run('map --rip rip.json --device sim:a.disc');
    expect(stdout).toContain('X unreadable');
  });

  test('a shape without a picture, and a picture that cannot be written, are errors', async () => {
    expect(await run('map --shape bar --device sim:a.disc')).toMatchObject({ code: 2 });
    const failed = await run('map --svg no/such/folder.svg --device sim:a.disc');
    expect(failed).toMatchObject({ code: 1, stderr: expect.stringContaining('could not be written') });
  });
});

describe('discwright report', () => {
  test('makes a page next to the trace, and keeps one that is there', async () => {
    expect(await run('report burn.jsonl')).toMatchObject({ code: 0, stdout: 'burn.html: open it in a browser.\n' });
    expect(readFileSync(join(cwd, 'burn.html'), 'utf8')).toContain('<h1>burn.jsonl</h1>');
    const again = await run('report burn.jsonl');
    expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('burn.html already exists') });
  });

  test('never writes over the trace, and refuses what is not one', async () => {
    const trace = readFileSync(join(cwd, 'burn.jsonl'), 'utf8');
    expect(await run('report burn.jsonl --output burn.jsonl --overwrite')).toMatchObject({ code: 2 });
    expect(readFileSync(join(cwd, 'burn.jsonl'), 'utf8')).toBe(trace);
    expect((await run('report a.wav')).code).not.toBe(0);
  });
});
