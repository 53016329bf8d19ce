import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { discwright } from '../cli.ts';

// Each test starts several processes: slow on a busy machine.
jest.setTimeout(60_000);

const DATE = new Date('2026-11-27T12:34:56Z');

/** A folder to work in, with `files` in it. */
function workplace() {
  const cwd = temporaryFolder();
  mkdirSync(join(cwd, 'files/sub'), { recursive: true });
  writeFileSync(join(cwd, 'files/hello world.txt'), 'hello');
  writeFileSync(join(cwd, 'files/sub/boot.bin'), Buffer.alloc(3_000, 1));
  for (const each of ['files/hello world.txt', 'files/sub/boot.bin', 'files/sub', 'files'])
    utimesSync(join(cwd, each), DATE, DATE);
  const run = (...args: string[]) => discwright(['iso', ...args], { cwd });
  return { cwd, run };
}

test('iso create, list, check and extract: what was put in comes out', async () => {
  const { cwd, run } = workplace();
  const created = await run(
    'create',
    'files',
    '--output',
    'a.iso',
    '--volume',
    'Test',
    '--boot',
    'sub/boot.bin',
    '--boot-info-table',
    '--json',
  );
  expect({ code: created.code, ...JSON.parse(created.stdout) }).toMatchObject({
    code: 0,
    image: 'a.iso',
    startBlock: 0,
    warnings: [],
  });
  const listed = JSON.parse((await run('list', 'a.iso', '--json')).stdout);
  expect(listed).toMatchObject({
    kind: 'iso9660',
    names: 'rock-ridge',
    volumeName: 'Test',
    problems: [],
    boot: [{ platform: 0, bootable: true }],
  });
  expect(listed.entries.map(({ path }: { path: string }) => path)).toEqual(['hello world.txt', 'sub', 'sub/boot.bin']);
  expect((await run('list', 'a.iso', '--names', 'iso9660')).stdout).toContain('HELLO_WORLD.TXT');
  expect((await run('check', 'a.iso', '--read')).stdout).toContain('No problems. All files can be read.');
  expect(await run('extract', 'a.iso', '-o', 'out', 'sub/boot.bin')).toMatchObject({ code: 0 });
  expect([readdirSync(join(cwd, 'out')), readdirSync(join(cwd, 'out/sub'))]).toEqual([['sub'], ['boot.bin']]);
  expect(await run('extract', 'a.iso', '-o', 'all')).toMatchObject({ code: 0 });
  expect(readFileSync(join(cwd, 'all/hello world.txt'), 'utf8')).toBe('hello');
});

test('the same files give the same image, and an image is not overwritten unless that is asked for', async () => {
  const { cwd, run } = workplace();
  await run('create', 'files', '-o', 'a.iso');
  const first = readFileSync(join(cwd, 'a.iso'));
  expect(await run('create', 'files', '-o', 'a.iso')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('already exists'),
  });
  expect((await run('create', 'files', '-o', 'a.iso', '--overwrite')).code).toBe(0);
  expect(readFileSync(join(cwd, 'a.iso')).equals(first)).toBe(true);
  await run('create', 'files', '-o', 'b.iso', '--date', '2001-02-03T04:05:06Z', '--no-joliet', '--level', '1');
  expect(
    readFileSync(join(cwd, 'b.iso'))
      .subarray(16 * 2_048 + 813, 16 * 2_048 + 829)
      .toString(),
  ).toBe('2001020304050600');
});

test('a second session has the files of the first', async () => {
  const { cwd, run } = workplace();
  await run('create', 'files', '-o', 'disc.iso');
  const blocks = readFileSync(join(cwd, 'disc.iso')).length / 2_048;
  mkdirSync(join(cwd, 'more'));
  writeFileSync(join(cwd, 'more/new.txt'), 'new');
  const start = String(blocks + 100);
  expect(await run('create', 'more', '-o', 'second.iso', '--start', start, '--previous', 'disc.iso@0')).toMatchObject({
    code: 0,
  });
  const disc = [readFileSync(join(cwd, 'disc.iso')), Buffer.alloc(100 * 2_048), readFileSync(join(cwd, 'second.iso'))];
  writeFileSync(join(cwd, 'both.iso'), Buffer.concat(disc));
  const { entries } = JSON.parse((await run('list', 'both.iso', '--session', start, '--json')).stdout);
  expect(entries.map(({ path }: { path: string }) => path)).toEqual([
    'hello world.txt',
    'new.txt',
    'sub',
    'sub/boot.bin',
  ]);
  expect((await run('check', 'both.iso', '--session', start, '--read')).code).toBe(0);
  const alone = await run('check', 'second.iso', '--start', start, '--read');
  expect(alone).toMatchObject({ code: 1, stdout: expect.stringContaining('outside the image') });
});

test('the disc in a drive is listed, checked and extracted', async () => {
  const { cwd, run } = workplace();
  await run('create', 'files', '-o', 'a.iso');
  expect((await discwright(['data', 'a.iso', '--yes', '--device', 'sim:a.disc'], { cwd })).code).toBe(0);
  const listed = await run('list', '--device', 'sim:a.disc', '--json');
  expect(JSON.parse(listed.stdout).entries).toHaveLength(3);
  expect((await run('check', '--device', 'sim:a.disc', '--read')).code).toBe(0);
  expect((await run('extract', '-', '--device', 'sim:a.disc', '-o', 'out')).code).toBe(0);
  expect(readFileSync(join(cwd, 'out/hello world.txt'), 'utf8')).toBe('hello');
});

test.each([
  ['no output', ['create', 'files'], 'Give --output FILE'],
  ['no name', ['create'], 'See `discwright iso create --help`'],
  [
    'a folder that is not there',
    ['create', 'missing', '-o', 'x.iso'],
    'missing cannot be read: there is no such file or folder [ENOENT]',
  ],
  ['a bad level', ['create', 'files', '-o', 'x.iso', '--level', '4'], '--level must be 1, 2 or 3'],
  ['a bad date', ['create', 'files', '-o', 'x.iso', '--date', 'soon'], '--date must be a date'],
  ['a bad start', ['create', 'files', '-o', 'x.iso', '--start', '-1'], '--start must be a block address'],
  [
    'an earlier session without a start',
    ['create', 'files', '-o', 'x.iso', '--previous', 'a.iso@0'],
    '--previous needs --start',
  ],
  [
    'a bad earlier session',
    ['create', 'files', '-o', 'x.iso', '--start', '0', '--previous', 'a.iso'],
    '--previous must be',
  ],
  ['a boot image that is not there', ['create', 'files', '-o', 'x.iso', '--boot', 'x'], 'there is no file x'],
  ['no image', ['list'], 'no image was given'],
  ['a file that is not an image', ['list', 'files/hello world.txt'], 'is a text file, not an image of a file system'],
  ['no folder to extract to', ['extract', 'files/hello world.txt'], 'Give --output FOLDER'],
])('%s is refused with exit code 2, and nothing is written', async (_, args, words) => {
  const { cwd, run } = workplace();
  expect(await run(...args)).toMatchObject({ code: 2, stderr: expect.stringContaining(words) });
  expect(existsSync(join(cwd, 'x.iso'))).toBe(false);
});

test('names that an image does not have are refused with exit code 2', async () => {
  const { run } = workplace();
  await run('create', 'files', '-o', 'a.iso');
  expect(await run('list', 'a.iso', '--names', 'udf')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('names of udf'),
  });
});

test('a damaged image is listed as far as it can be, and the exit code says so', async () => {
  const { cwd, run } = workplace();
  await run('create', 'files', '-o', 'a.iso', '--no-joliet');
  const bytes = readFileSync(join(cwd, 'a.iso'));
  const at = bytes.indexOf(Buffer.from('SUB'));
  bytes.writeUInt32LE(9_999_999, at - 33 + 2);
  const record = bytes.indexOf(Buffer.from('SUB'), at + 3);
  if (record > 0) bytes.writeUInt32LE(9_999_999, record - 33 + 2);
  const last = bytes.lastIndexOf(Buffer.from('SUB'));
  bytes.writeUInt32LE(9_999_999, last - 33 + 2);
  writeFileSync(join(cwd, 'a.iso'), bytes);
  const listed = await run('list', 'a.iso');
  expect(listed).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('hello world.txt'),
    stderr: expect.stringContaining('outside the image'),
  });
  expect((await run('check', 'a.iso')).code).toBe(1);
});

test('iso create --udf and --udf-only: the same files by names of UDF, and of a disc that grows', async () => {
  const { cwd, run } = workplace();
  const cases: [string[], string | null, string[]][] = [
    [['--udf'], '1.02', ['rock-ridge', 'udf']],
    [['--udf', '2.50'], '2.50', ['rock-ridge', 'udf']],
    [['--udf-only'], '2.01', ['udf']],
    [['--udf-only', '--udf=2.60'], '2.60', ['udf']],
    [['--udf-only', '--vat', '--udf', '1.50'], '1.50', ['udf']],
  ];
  for (const [options, udf, names] of cases) {
    const created = await run(
      'create',
      ...options,
      'files',
      '-o',
      'a.udf',
      '--overwrite',
      '--volume',
      'Test',
      '--json',
    );
    expect({ code: created.code, ...JSON.parse(created.stdout) }).toMatchObject({ code: 0, udf, warnings: [] });
    for (const each of names) {
      const listed = JSON.parse((await run('list', 'a.udf', '--names', each, '--json')).stdout);
      expect(listed).toMatchObject({ names: each, volumeName: 'Test', problems: [] });
      expect(listed.entries.map(({ path }: { path: string }) => path)).toEqual([
        'hello world.txt',
        'sub',
        'sub/boot.bin',
      ]);
      expect((await run('check', 'a.udf', '--names', each, '--read')).stdout).toContain('No problems.');
    }
  }
  expect(await run('extract', 'a.udf', '-o', 'out')).toMatchObject({ code: 0 });
  expect(readFileSync(join(cwd, 'out/hello world.txt'), 'utf8')).toBe('hello');
});

test.each([
  [['--udf', '3.00', 'files'], '--udf must be 1.02'],
  [['--vat', 'files'], '--vat needs --udf-only'],
  [['--udf-only', '--level', '2', 'files'], '--level is for ISO 9660'],
  [['--udf-only', '--vat', '--udf', '2.50', 'files'], 'Virtual Allocation Table'],
])('iso create %j is refused, and nothing is written', async (args, words) => {
  const { cwd, run } = workplace();
  const { code, stderr } = await run('create', ...args, '-o', 'a.udf');
  expect(code).toBe(2);
  expect(stderr).toContain(words);
  expect(existsSync(join(cwd, 'a.udf'))).toBe(false);
});

test.each([
  ['ISO 9660', []],
  ['UDF', ['--udf-only']],
])('an image of %s that was made for another address is not listed as if it were right', async (kind, options) => {
  const { run } = workplace();
  await run('create', 'files', '-o', 'later.iso', '--start', '11702', ...options);
  const listed = await run('list', 'later.iso');
  expect(listed).toMatchObject({ code: 1, stdout: '' });
  expect(listed.stderr).toContain(
    `the ${kind} file system was made for a session that begins at block 11702, and is in one that begins at block 0`,
  );
  expect((await run('list', 'later.iso', '--start', '11702')).stdout).toContain('hello world.txt');
});
