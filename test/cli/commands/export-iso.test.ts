import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { fileSystem } from '../../read/iso/support.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { discwright } from '../cli.ts';

jest.setTimeout(60_000);

async function burnedIn(cwd: string): Promise<string> {
  await writeFile(join(cwd, 'a.iso'), (await fileSystem(100)).bytes);
  const device = 'sim:my.disc';
  const burned = await discwright(['data', 'a.iso', '--device', `${device}?medium=DVD%2BR`], { cwd });
  expect(burned).toMatchObject({ code: 0, stderr: '' });
  return device;
}

test('export --iso writes the image that was burned, and says its sum', async () => {
  const cwd = temporaryFolder();
  const device = await burnedIn(cwd);
  const sum = createHash('sha256')
    .update(await readFile(join(cwd, 'a.iso')))
    .digest('hex');
  const words = await discwright(['export', '--device', device, '--iso', 'b.iso', '--passes', '2'], { cwd });
  expect(words).toMatchObject({
    code: 0,
    stderr: '',
    stdout: expect.stringMatching(`\nb.iso: .*\\nSHA-256 ${sum}\\n$`),
  });
  const again = await discwright(['export', '--device', device, '--iso', 'b.iso'], { cwd });
  expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('b.iso already exists') });
  const json = await discwright(['export', '--device', device, '--iso', 'b.iso', '--overwrite', '--json'], { cwd });
  expect(JSON.parse(json.stdout)).toMatchObject({
    schema: 'discwright/export/1',
    iso: 'b.iso',
    sha256: sum,
    unreadable: [],
  });
});

test('the saved disc that is read is never replaced by its image or picture', async () => {
  const cwd = temporaryFolder();
  const device = await burnedIn(cwd);
  const before = await readFile(join(cwd, 'my.disc'));
  for (const args of [
    ['export', '--iso', 'my.disc'],
    ['export', '--iso', './my.disc'],
    ['export', '--cue', 'my.disc'],
    ['map', '--svg', 'my.disc'],
  ]) {
    expect(await discwright([...args, '--device', device, '--overwrite'], { cwd })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('names the disc that is read'),
    });
  }
  expect((await readFile(join(cwd, 'my.disc'))).equals(before)).toBe(true);
});

test('a disc with a scratch is exported with zeros only if that is asked for', async () => {
  const cwd = temporaryFolder();
  const device = await burnedIn(cwd);
  const scratch = { does: { scratch: { fromLba: 50, toLba: 51, kind: 'unreadable' } } };
  await writeFile(join(cwd, 'faults.json'), JSON.stringify([scratch]));
  const args = ['export', '--device', `${device}?faults=${join(cwd, 'faults.json')}`, '--iso', 'b.iso'];
  const stopped = await discwright(args, { cwd });
  expect(stopped).toMatchObject({ code: 1, stderr: expect.stringMatching(/LBA 50: .*b\.iso was not written/) });
  expect((await readdir(cwd)).filter((name) => name.startsWith('b.iso'))).toEqual([]);
  const zeros = await discwright([...args, '--on-error', 'zeros'], { cwd });
  expect(zeros).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Warning: 2 blocks of the disc could not be read'),
  });
});

test('options that do not go together are refused before a drive is opened', async () => {
  const cwd = temporaryFolder();
  const both = await discwright(['export', '--device', 'sim:', '--iso', 'b.iso', '--cue', 'b.cue'], { cwd });
  expect(both).toMatchObject({ code: 2, stderr: expect.stringContaining('neither --cue nor --wav') });
  const whole = await discwright(['export', '--device', 'sim:', '--cue', 'b.cue', '--whole'], { cwd });
  expect(whole).toMatchObject({ code: 2, stderr: expect.stringContaining('--whole is for --iso') });
});
