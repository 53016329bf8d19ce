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
  expect(JSON.parse(burned.stdout)).toMatchObject({
    disc: { status: 'complete', sessions: 2 },
    cancelled: false,
    sessions: [
      { writeType: 'Session-At-Once', tracks: [1, 2], speed: { usedKBps: expect.any(Number) } },
      { writeType: 'Track-At-Once', tracks: [3], speed: { usedKBps: expect.any(Number) } },
    ],
  });
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
});

test('a first track of number 2 stays number 2, and is refused where the drive numbers the tracks', async () => {
  await put(cwd, { 'second.cue': 'FILE "m.bin" BINARY\nTRACK 02 AUDIO\nINDEX 01 00:00:00' });
  const refused = await run('burn', 'second.cue', '--device', 'sim:two.disc', '--write-type', 'tao');
  expect([refused.code, refused.stderr]).toEqual([
    2,
    expect.stringMatching(/in Track-At-Once the drive numbers the tracks/),
  ]);
  expect((await run('burn', 'second.cue', '--device', 'sim:two.disc')).code).toBe(0);
  const { tracks } = JSON.parse((await run('info', '--device', 'sim:two.disc', '--json')).stdout).disc;
  expect(tracks).toMatchObject([{ number: 2, startLba: 0 }]);
  expect((await run('export', '--device', 'sim:two.disc', '--cue', 'two.cue')).code).toBe(0);
  expect(await readFile(join(cwd, 'two.cue'), 'utf8')).toMatch(/TRACK 02 AUDIO/);
});

/** A session of one track, then these lines. */
const second = (...lines: readonly string[]) =>
  ['FILE "m.bin" BINARY', 'TRACK 01 AUDIO', 'INDEX 01 00:00:00', 'REM SESSION 02', ...lines, ''].join('\n');
const GAPLESS = ['TRACK 02 AUDIO', 'INDEX 01 00:04:00', 'TRACK 03 AUDIO', 'INDEX 01 00:08:00'];

test.each([
  [
    'is too long',
    'long',
    ['TRACK 02 AUDIO', 'INDEX 01 00:04:00', 'POSTGAP 79:00:00'],
    '',
    /too long.* is blank.*This is session 2 of 2, with those before it on the disc\. Nothing was written/s,
  ],
  [
    'is longer than what lead-out and lead-in leave',
    'gap',
    // 79:57:74 of a CD-R 80, less the session of 4 s.
    ['TRACK 02 AUDIO', 'INDEX 01 00:04:00', 'POSTGAP 78:00:00'],
    '',
    /too long/,
  ],
  [
    'needs what the drive does not write',
    'sao',
    GAPLESS,
    'personality=no-sao',
    /refuses the write parameters for Session-At-Once.*Nothing was written/s,
  ],
])('a second session that %s is refused before the first is written', async (_title, name, lines, query, words) => {
  await put(cwd, { [`${name}.cue`]: second(...lines) });
  const device = `sim:${name}.disc`;
  const refused = await run('burn', `${name}.cue`, '--device', `${device}?medium=CD-R+80${query && `&${query}`}`);
  expect([refused.code, refused.stdout, refused.stderr]).toEqual([
    expect.any(Number),
    '',
    expect.stringMatching(words),
  ]);
  expect(refused.code).not.toBe(0);
  const { disc } = JSON.parse((await run('info', '--json', '--device', device)).stdout);
  expect(disc).toMatchObject({ status: 'blank', tracks: [] });
});

test('--write-type tao writes a sheet without pauses with pauses, and warns', async () => {
  await put(cwd, {
    'tao.cue': ['FILE "m.bin" BINARY', 'TRACK 01 AUDIO', 'INDEX 01 00:00:00', ...GAPLESS, ''].join('\n'),
  });
  const burned = await run('burn', 'tao.cue', '--device', 'sim:?personality=no-sao', '--write-type', 'tao', '--json');
  expect([burned.code, burned.stderr]).toEqual([
    0,
    expect.stringMatching(/Warning: Track-At-Once makes 2 s of silence/),
  ]);
  const { disc } = JSON.parse(burned.stdout);
  expect(disc.tracks.map(({ startLba }: { startLba: number }) => startLba)).toEqual([0, 452, 904]);
  const refused = await run('burn', 'm.cue', '--device', 'sim:', '--write-type', 'tao');
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringMatching(/would lose: 00:01:00 before track 2/)]);
});

test('a failure in the second session says that the first is on the disc', async () => {
  await put(cwd, {
    'fails.cue': second('TRACK 02 AUDIO', 'INDEX 01 00:04:00'),
    'faults.json': JSON.stringify([
      { at: { command: 'WRITE(10)', lba: 11_800 }, does: { sense: '3/0C/00' }, times: 1 },
    ]),
  });
  const failed = await run('burn', 'fails.cue', '--device', 'sim:fails.disc?faults=faults.json');
  expect([failed.code, failed.stderr]).toEqual([1, expect.stringMatching(/Session 1 is on the disc\. /)]);
});
