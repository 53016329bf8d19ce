import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { discwright, exchangesOf, writingAmong } from '../cli.ts';

jest.setTimeout(60_000);

const cwd = temporaryFolder();
await mkdir(join(cwd, 'folder'));
await writeFile(join(cwd, 'folder/letter.txt'), 'Dear Anna'.repeat(1_000));
await writeFile(join(cwd, 'new.bin'), Buffer.alloc(2 * 2_048, 'new'));
await writeFile(join(cwd, 'odd.bin'), Buffer.alloc(100, 'odd'));

const run = (...args: string[]) => discwright(args, { cwd });

test('patch replaces blocks, names the files in them, and verifies', async () => {
  const device = ['--device', 'sim:rw.disc?medium=DVD%2BRW'];
  expect(await run('data', ...device, 'folder')).toMatchObject({ code: 0 });
  const { entries } = JSON.parse((await run('iso', 'list', ...device, '--json')).stdout);
  const at = entries[0].extents[0].startBlock + 1;
  const patched = await run('patch', ...device, '--at', String(at), 'new.bin');
  expect(patched).toMatchObject({ code: 0, stderr: '' });
  expect(patched.stdout).toContain(`Replaced: blocks ${at} to ${at + 1}, 0.0 MB (2 blocks) (in letter.txt).`);
  expect(patched.stdout).toMatch(/Verified: \d+ blocks read back and matched\./);
});

test.each([
  ['DVD-R', ['--at', '32', 'new.bin'], /the blocks of a DVD-R.* are written only once/],
  ['DVD%2BRW', ['new.bin'], /no address was given/],
  ['DVD%2BRW', ['--at', '-3', 'new.bin'], /--at must be a block address/],
  ['DVD%2BRW', ['--at', '32', 'odd.bin'], /not whole blocks of 2048/],
])('patch is refused (%s %j)', async (medium, args, message) => {
  const trace = join(cwd, `${medium.length}${args.length}${args[1]}.jsonl`);
  const { code, stderr } = await run('patch', '--device', `sim:?medium=${medium}`, '--trace', trace, ...args);
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(message) });
  expect(writingAmong(await exchangesOf(trace))).toEqual([]);
});
