import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { escaped } from '../../../src/picture/svg.ts';
import { noise } from '../../support/sources.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { discwright } from '../cli.ts';
import { writeWav } from '../wavs.ts';

// Each test starts several processes: slow on a busy machine.
jest.setTimeout(60_000);

test('an older trace is replaced only when that is asked for, and otherwise nothing is sent', async () => {
  const cwd = temporaryFolder();
  const info = (...args: string[]) =>
    discwright(['info', '--device', 'sim:new.disc', '--trace', 't.jsonl', ...args], { cwd });
  await discwright(['features', '--device', 'sim:', '--trace', 't.jsonl'], { cwd });
  const path = join(cwd, 't.jsonl');
  const old = await readFile(path, 'utf8');
  expect(await info()).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining('--overwrite-trace') });
  expect(await readFile(path, 'utf8')).toBe(old);
  expect(await readdir(cwd)).toEqual(['t.jsonl']);
  expect((await info('--overwrite-trace')).code).toBe(0);
  expect(await readFile(path, 'utf8')).not.toBe(old);
});

test('trace show says what a command does where its flags are not set: unlocking is shown as such', async () => {
  const cwd = temporaryFolder();
  await discwright(['blank', '--device', 'sim:?medium=CD-RW', '--trace', 'b.jsonl'], { cwd });
  await discwright(['eject', '--device', 'sim:', '--trace', 'e.jsonl'], { cwd });
  await discwright(['load', '--device', 'sim:', '--trace', 'l.jsonl'], { cwd });
  const shown = async (file: string, command: RegExp) =>
    (await discwright(['trace', 'show', file], { cwd })).stdout
      .split('\n')
      .flatMap((line) => command.exec(line)?.[1] ?? []);
  expect(await shown('b.jsonl', /REMOVAL: (.*); GOOD/)).toEqual(['prevent', 'allow']);
  expect(await shown('b.jsonl', /START STOP UNIT: (.*); GOOD/)).toEqual(['immediate, start']);
  expect(await shown('e.jsonl', /START STOP UNIT: (.*); GOOD/)).toEqual(['eject']);
  expect(await shown('l.jsonl', /START STOP UNIT: (.*); GOOD/)).toEqual(['load']);
});

test('trace show cuts long lines, --full does not, and --json has the words too', async () => {
  const cwd = temporaryFolder();
  await discwright(['features', '--device', 'sim:', '--trace', 't.jsonl'], { cwd });
  await discwright(['info', '--device', 'sim:', '--trace', 'i.jsonl'], { cwd });
  const show = async (...args: string[]) => (await discwright(['trace', 'show', ...args], { cwd })).stdout;
  const short = await show('i.jsonl');
  const full = await show('i.jsonl', '--full');
  expect(short).toContain('READ DISC INFORMATION');
  expect(short).not.toContain('dirty no');
  expect(full).toContain('dirty no');
  expect(full).not.toContain('…');
  const { entries } = JSON.parse(await show('t.jsonl', '--json'));
  expect(entries[0]).toMatchObject({ type: 'exchange', words: expect.stringContaining('INQUIRY') });
});

test('a full verification is replayed with --trace-data, and without it is not called a bad disc', async () => {
  const cwd = temporaryFolder();
  await writeFile(join(cwd, 'a.pcm'), noise(320 * 2_352));
  const burn = (...args: string[]) => discwright(['burn', 'a.pcm', '--verify', 'full', '--yes', ...args], { cwd });
  expect((await burn('--device', 'sim:', '--trace', 'short.jsonl')).code).toBe(0);
  expect((await burn('--device', 'sim:', '--trace', 'whole.jsonl', '--trace-data')).code).toBe(0);
  expect(await burn('--device', 'replay:whole.jsonl')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Verified: 1 track read back and matched.'),
  });
  const { code, stderr } = await burn('--device', 'replay:short.jsonl');
  expect(code).toBe(1);
  expect(stderr).toMatch(/READ CD: the trace does not hold these \d+ bytes/);
  expect(stderr).toMatch(/Record again with --trace-data .* Nothing was found wrong with the disc/s);
  expect(stderr).not.toMatch(/Write another copy/);
});

test('trace show of a file that is not there says so in words', async () => {
  const { code, stderr } = await discwright(['trace', 'show', 'nofile.jsonl'], { cwd: temporaryFolder() });
  expect([code, stderr]).toEqual([
    2,
    'discwright: nofile.jsonl: the trace cannot be read: there is no such file [ENOENT]. Check the path\n',
  ]);
});

test('the trace of a burn that failed ends with what the burn said, and so do its page and its lines', async () => {
  const cwd = temporaryFolder();
  await writeWav(cwd, 'a.wav', noise(400 * 2352, 1));
  const fault = { at: { command: 'WRITE(10)', nth: 5 }, does: { sense: '3/0C/00' } };
  await writeFile(join(cwd, 'faults.json'), JSON.stringify([fault]));
  const args = ['--device', 'sim:?faults=faults.json', '--trace', 't.jsonl', 'a.wav'];
  const burned = await discwright(['burn', ...args, '--yes'], { cwd });
  expect(burned.code).toBe(1);
  const [, message = '', remedy = ''] = /^discwright: (.*)\n(.*)\n$/m.exec(burned.stderr) ?? [];
  expect(message).toMatch(/write error.*The disc is open/);
  const said = `${message}. ${remedy}`;
  expect((await discwright(['trace', 'show', 't.jsonl'], { cwd })).stdout).toContain(`ended with an error: ${said}\n`);
  const { errors } = JSON.parse((await discwright(['trace', 'show', 't.jsonl', '--json'], { cwd })).stdout);
  expect(errors).toMatchObject([{ name: 'BurnError', message, remedy }]);
  await discwright(['report', 't.jsonl'], { cwd });
  expect(await readFile(join(cwd, 't.html'), 'utf8')).toContain(`<p class="warning">${escaped(said)}</p>`);
  const replayed = await discwright(['burn', '--device', 'replay:t.jsonl', 'a.wav', '--yes'], { cwd });
  expect(replayed.stderr).toContain(message);
});
