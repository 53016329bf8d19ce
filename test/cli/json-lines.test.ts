import { beforeAll, expect, test } from '@jest/globals';
import { blocks } from '../simulator/support.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { discwright } from './cli.ts';
import { expectValid } from './schemas/validator.ts';
import { writeWav } from './wavs.ts';

const folder = temporaryFolder();

beforeAll(async () => {
  await writeWav(folder, 'a.wav', blocks(1_200, 3));
});

interface Line {
  readonly type: string;
  readonly phase?: string;
  readonly done?: number | null;
  readonly total?: number | null;
  readonly result?: { readonly schema: string };
  readonly error?: { readonly name: string };
}

/** The lines, each checked against its schema. */
async function linesOf(...args: string[]): Promise<readonly Line[]> {
  const { stdout } = await discwright([...args, '--json-lines'], { cwd: folder });
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  for (const line of lines) {
    if (line.type === 'progress') expectValid(line, 'progress');
    else if (line.type === 'result') expectValid(line.result, line.result?.schema.split('/')[1] ?? '');
    else {
      const { type, ...error } = line;
      expect(type).toBe('error');
      expectValid(error, 'error');
    }
  }
  return lines;
}

const phasesOf = (lines: readonly Line[]) => new Set(lines.flatMap(({ phase }) => phase ?? []));

test.each([
  [
    'burn',
    ['writing', 'verifying', 'closing the session'],
    ['burn', 'a.wav', '--verify', 'full', '--device', 'sim:x.disc'],
  ],
  ['rip', ['ripping'], ['rip', 'rip', '--device', 'sim:x.disc']],
  ['export', ['exporting'], ['export', '--cue', 'x.cue', '--device', 'sim:x.disc']],
  ['burn', ['ripping', 'writing'], ['copy', '--device', 'sim:x.disc', '--to', 'sim:copy.disc']],
  ['iso-create', ['writing'], ['iso', 'create', 'a.wav', '--output', 'x.iso']],
  ['iso-extract', ['extracting'], ['iso', 'extract', 'x.iso', '--output', 'out']],
  ['burn', ['writing'], ['data', 'x.iso', '--device', 'sim:plus.disc?medium=DVD%2BRW']],
  ['patch', ['writing'], ['patch', 'x.iso', '--at', '3200', '--device', 'sim:plus.disc']],
  ['format', ['formatting'], ['format', '--full', '--device', 'sim:plus.disc']],
  ['blank', ['blanking'], ['blank', '--device', 'sim:rw.disc?medium=CD-RW']],
])('%s: progress of the phases %j, then the result', async (name, phases, args) => {
  const lines = await linesOf(...args);
  expect([...phasesOf(lines)]).toEqual(expect.arrayContaining(phases));
  expect(lines.slice(0, -1).every(({ type }) => type === 'progress')).toBe(true);
  expect(lines.at(-1)).toMatchObject({ type: 'result', result: { schema: `discwright/${name}/1` } });
});

test('the last step of each phase is at its end', async () => {
  const lines = await linesOf('burn', 'a.wav', '--device', 'sim:');
  const writing = lines.filter(({ phase }) => phase === 'writing');
  expect(writing.at(-1)).toMatchObject({ done: 1_200, total: 1_200 });
});

test('closing and recovering a disc', async () => {
  for (const name of ['close', 'recover']) {
    const device = ['--device', `sim:${name}.disc`];
    await linesOf('burn', 'a.wav', '--leave-open', ...device);
    const lines = await linesOf(name, ...device);
    expect([...phasesOf(lines)]).toContain('closing the session');
    expect(lines.at(-1)).toMatchObject({ result: { schema: `discwright/${name}/1` } });
  }
});

test('an error is the last line', async () => {
  expect(await linesOf('burn', 'none.wav')).toMatchObject([{ type: 'error', error: { exitCode: 2 } }]);
});

test('a reader that goes away stops nothing, and nothing is said about it', async () => {
  const { code, stderr } = await discwright(['burn', 'a.wav', '--json-lines', '--device', 'sim:gone.disc'], {
    cwd: folder,
    onStdout: (_soFar, child) => child.stdout.destroy(),
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

test('--quiet prints nothing but errors', async () => {
  const quiet = (...args: string[]) => discwright([...args, '--quiet'], { cwd: folder });
  expect(await quiet('burn', 'a.wav', '--device', 'sim:')).toEqual({ code: 0, stdout: '', stderr: '' });
  const failed = await quiet('info', '--device', '/dev/nothing');
  expect(failed).toMatchObject({ code: 3, stdout: '', stderr: expect.stringMatching(/^discwright: /) });
});

test('--verbose prints every command with its time on stderr, and the result as ever', async () => {
  const run = (...args: string[]) => discwright(['info', '--device', 'sim:', ...args], { cwd: folder });
  const verbose = await run('--verbose');
  expect(verbose.stderr).toMatch(/^.*\d.*READ DISC INFORMATION.*$/m);
  expect(verbose.stdout).toBe((await run()).stdout);
});
