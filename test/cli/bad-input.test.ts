import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { expandWildcards } from '../../src/cli/wildcards.ts';
import { pcm } from '../audio/wav-builder.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { discwright, exchangesOf, type Finished, writingAmong } from './cli.ts';
import { writeBadFiles, writeSilence, writeWav } from './wavs.ts';

// Each test starts several processes at the same time: slow on a busy machine.
jest.setTimeout(60_000);

const cwd = temporaryFolder();
const badFiles = await writeBadFiles(cwd);
await writeWav(cwd, 'good.wav', pcm(2352 * 300));
await mkdir(join(cwd, 'folder.wav'));

/** Burns to a new disc and checks that nothing that writes was sent. */
async function refused(name: string, files: readonly string[]): Promise<Finished> {
  const trace = `${name}.jsonl`;
  const finished = await discwright(['burn', '--device', `sim:${name}.disc`, '--trace', trace, ...files], { cwd });
  expect(writingAmong(await exchangesOf(join(cwd, trace)))).toEqual([]);
  return finished;
}

describe('input that cannot be burned is refused with exit code 2, and nothing is written', () => {
  test.concurrent('every bad file is reported, with what is wrong, in one error before the drive is opened', async () => {
    const names = [...Object.keys(badFiles), 'folder.wav', 'missing.wav'];
    const { code, stdout, stderr } = await refused('all', ['good.wav', ...names]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    const lines = stderr.split('\n');
    for (const [name, words] of Object.entries({
      ...badFiles,
      'folder.wav': /a directory/,
      'missing.wav': /no such file.*ENOENT/,
    })) {
      expect(lines.find((line) => line.replace(/^discwright: /, '').startsWith(`${name}:`))).toMatch(words);
    }
    expect(stderr).not.toContain('good.wav');
    expect(stderr).not.toMatch(/\n +at /);
    expect((await readdir(cwd)).filter((name) => name.startsWith('all.'))).toEqual([]);
  });

  test.concurrent('one bad file: the JSON has the name of the error, message, remedy and exit code', async () => {
    const args = ['burn', '--json', '--device', 'sim:', 'good.wav', 'unknown.wav'];
    const { code, stdout, stderr } = await discwright(args, { cwd });
    expect({ code, stderr }).toEqual({ code: 2, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      error: {
        name: 'AudioFormatError',
        message: expect.stringMatching(/^unknown\.wav: .*format 1234h/),
        remedy: expect.stringMatching(/ffmpeg|save it as WAV/),
        exitCode: 2,
      },
    });
  });

  test.concurrent('100 tracks', async () => {
    const { code, stderr } = await refused(
      'hundred',
      Array.from({ length: 100 }, () => 'good.wav'),
    );
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('99') });
  });

  test.concurrent('81 minutes', async () => {
    await writeSilence(cwd, 'long.wav', 81 * 60);
    const { code, stderr } = await refused('long', ['long.wav']);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringMatching(/81:00.*too long/) });
  });

  test.concurrent('invalid arguments', async () => {
    const burn = ['burn', '--device', 'sim:'];
    const cases: readonly (readonly [args: readonly string[], words: RegExp])[] = [
      [[...burn, '--verify', 'often', 'good.wav'], /--verify/],
      [[...burn, '--speed', 'fast', 'good.wav'], /--speed[\s\S]*See `discwright burn --help`/],
      [burn, /missing required argument 'file'[\s\S]*See `discwright burn --help`/],
      [['erase', '--device', 'sim:'], /^discwright: unknown command 'erase'\nTry `discwright blank`/],
      [['export', '--device', 'sim:'], /--cue FILE/],
      [['brun'], /unknown command 'brun'[\s\S]*burn/],
    ];
    const finished = await Promise.all(cases.map(([args]) => discwright(args, { cwd })));
    for (const [index, { code, stdout, stderr }] of finished.entries()) {
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(cases[index]?.[1] ?? '');
    }
  });
});

describe('stars and question marks in file names', () => {
  const found = async (...names: string[]) =>
    (
      await expandWildcards(
        names.map((name) => join(stars, name)),
        'win32',
      )
    ).map((path) => basename(path));
  let stars: string;

  beforeAll(async () => {
    stars = join(cwd, 'stars');
    await mkdir(join(stars, 'folder.wav'), { recursive: true });
    const names = ['b.wav', 'A.WAV', 'c (1).wav', 'c (2).wav', 'd.pcm'];
    await Promise.all(names.map((name) => writeFile(join(stars, name), '')));
  });

  test('on Windows match files, in the order of their names', async () => {
    expect(await found('*.wav')).toEqual(['A.WAV', 'b.wav', 'c (1).wav', 'c (2).wav']);
    expect(await found('d.pcm', 'c (?).wav', 'absent')).toEqual(['d.pcm', 'c (1).wav', 'c (2).wav', 'absent']);
  });

  test('that match no file are refused', async () => {
    await expect(found('*.flac')).rejects.toThrow(/there is no file .*\*\.flac/);
    await expect(found('?')).rejects.toMatchObject({ name: 'UsageError', exitCode: 2 });
  });

  test('on other systems are part of a name', async () => {
    expect(await expandWildcards(['*.wav', '?'], 'linux')).toEqual(['*.wav', '?']);
  });
});
