import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { discwright } from '../cli.ts';

// Each test starts several processes at the same time: slow on a busy machine.
jest.setTimeout(60_000);

const cwd = temporaryFolder();

type Body = () => Promise<void>;

/** Runs where the condition holds; elsewhere the title says why the test is skipped. */
const when = (condition: boolean, reason: string) => (title: string, body: Body) =>
  condition ? test.concurrent(title, body) : test.concurrent.skip(`${title} (skipped: ${reason})`, body);
const linux = process.platform === 'linux';
const onLinux = when(linux, 'it needs the errors of Linux');
const withoutDrive = when(linux && !existsSync('/dev/sr0'), 'this machine has a drive, or does not run Linux');

describe('discwright', () => {
  test.concurrent('has --version, and --help that documents the exit codes', async () => {
    const { version } = JSON.parse(await readFile(new URL('../../../package.json', import.meta.url), 'utf8'));
    const [shown, help, exitCodes] = await Promise.all([
      discwright(['--version'], { cwd }),
      discwright(['burn', '--help'], { cwd }),
      discwright(['--help'], { cwd }),
    ]);
    expect(shown).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
    expect(help).toMatchObject({ code: 0, stdout: expect.stringContaining('--leave-open') });
    expect(help.stdout).toContain('--trace');
    expect(exitCodes.stdout).toMatch(/Exit codes:[\s\S]*130/);
  });

  test.concurrent('help of any command is the help of that command', async () => {
    const show = (...args: string[]) => discwright(args, { cwd });
    const [two, one, all, unknown] = await Promise.all([
      show('help', 'trace', 'show'),
      show('help', 'burn'),
      show('help'),
      show('help', 'trace', 'hide'),
    ]);
    expect(two).toEqual(await show('trace', 'show', '--help'));
    expect(two.stdout).toMatch(/^Usage: discwright trace show /);
    expect(one).toEqual(await show('burn', '--help'));
    expect(all.stdout).toContain('serve [options]');
    expect(unknown).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining("no command 'trace hide'") });
  });

  withoutDrive('says that there is no drive, and how to get one', async () => {
    const [list, json, info] = await Promise.all([
      discwright(['drives'], { cwd }),
      discwright(['drives', '--json'], { cwd }),
      discwright(['info'], { cwd }),
    ]);
    expect(list).toMatchObject({ code: 0, stdout: expect.stringMatching(/no optical drive[\s\S]*--device sim:/) });
    expect(JSON.parse(json.stdout)).toEqual({ schema: 'discwright/drives/1', drives: [] });
    expect(info).toMatchObject({ code: 3, stderr: expect.stringMatching(/no optical drive[\s\S]*--device sim:/) });
  });

  onLinux('reports a file that is not a drive with the system’s own error', async () => {
    await writeFile(join(cwd, 'regular'), 'a file');
    const error = async (device: string) => {
      const { code, stdout, stderr } = await discwright(['info', '--json', '--device', device], { cwd });
      expect({ code, stderr }).toEqual({ code: 3, stderr: '' });
      return JSON.parse(stdout).error;
    };
    const name = 'TransportError';
    const noScsi = { name, kind: 'unsupported', errno: 25 };
    expect(await Promise.all(['/dev/null', '/dev/discwright-none', join(cwd, 'regular')].map(error))).toMatchObject([
      noScsi,
      { name, kind: 'not-found', errno: 2 },
      noScsi,
    ]);
  });
});
