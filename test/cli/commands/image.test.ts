import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { put } from '../../job/support.ts';
import { sound } from '../../read/recorded-disc.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { discwright } from '../cli.ts';

let cwd: string;
const SHEET = [
  'CATALOG 4006381333931',
  'TITLE "Multi"',
  'FILE "m.bin" BINARY',
  'REM SESSION 01',
  '  TRACK 01 AUDIO',
  '    TITLE "One"',
  '    FLAGS DCP',
  '    ISRC GBAYE6500331',
  '    INDEX 01 00:00:00',
  '  TRACK 02 AUDIO',
  '    INDEX 00 00:04:00',
  '    INDEX 01 00:05:00',
  'REM SESSION 02',
  '  TRACK 03 AUDIO',
  '    INDEX 01 00:09:00',
  '',
].join('\n');

beforeAll(async () => {
  cwd = temporaryFolder();
  await put(cwd, { 'm.bin': sound(13 * 75, 1), 'm.cue': SHEET });
});

const run = (...args: string[]) => discwright(args, { cwd });

test('an image of two sessions is burned, and exported again as it was', async () => {
  const burned = await run('image', 'burn', 'm.bin', '--device', 'sim:m.disc', '--json');
  expect([burned.code, burned.stderr.match(/discwright: .*/)]).toEqual([0, null]);
  // One object: only the last session is reported.
  expect(JSON.parse(burned.stdout)).toMatchObject({ disc: { status: 'complete', sessions: 2 }, cancelled: false });
  expect((await run('export', '--device', 'sim:m.disc', '--cue', 'n.cue')).code).toBe(0);
  expect(await readFile(join(cwd, 'n.cue'), 'utf8')).toBe(SHEET.replace('m.bin', 'n.bin'));
  const [before, after] = [await readFile(join(cwd, 'm.bin')), await readFile(join(cwd, 'n.bin'))];
  expect(after.equals(before)).toBe(true);
});

test('what cannot be written is refused before the drive is touched', async () => {
  const simulated = await run('image', 'burn', 'm.cue', '--device', 'sim:', '--simulate');
  expect([simulated.code, simulated.stderr]).toEqual([
    2,
    expect.stringMatching(/several sessions cannot be simulated/),
  ]);
  await put(cwd, { 'second.cue': 'FILE "m.bin" BINARY\nTRACK 02 AUDIO\nINDEX 01 00:00:00' });
  const second = await run('burn', 'second.cue', '--device', 'sim:');
  expect([second.code, second.stderr]).toEqual([2, expect.stringMatching(/first track of number 2, which cannot be/)]);
});
