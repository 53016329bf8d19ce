import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { SCHEMA_VERSIONS } from '../../../src/cli/schemas/names.ts';
import { blocks } from '../../simulator/support.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { discwright } from '../cli.ts';
import { writeWav } from '../wavs.ts';
import { checked, expectValid, resultOf } from './validator.ts';

const folder = temporaryFolder();
const SHEET = `CATALOG 4006408262121
PERFORMER "A"
TITLE "B"
FILE "a.wav" WAVE
  TRACK 01 AUDIO
    TITLE "C"
    ISRC DEXXX2600001
    INDEX 01 00:00:00
FILE "b.wav" WAVE
  TRACK 02 AUDIO
    FLAGS DCP
    INDEX 00 00:00:00
    INDEX 01 00:02:00
    INDEX 02 00:04:00
`;

beforeAll(async () => {
  await writeWav(folder, 'a.wav', blocks(310, 3));
  await writeWav(folder, 'b.wav', blocks(460, 4));
  await writeFile(join(folder, 'album.cue'), SHEET);
  await writeFile(join(folder, 'hello.txt'), 'Hello');
  await writeFile(join(folder, 'two-blocks.bin'), Buffer.alloc(4_096, 1));
});

const run = (name: string, ...args: string[]) => resultOf(args, name, folder);
const on = (name: string, device: string, ...args: string[]) => run(name, '--device', device, ...args);

test.each(['CD-R 80', 'DVD+RW', 'BD-R'])('of a blank %s', async (medium) => {
  const device = `sim:?medium=${encodeURIComponent(medium)}`;
  for (const name of ['info', 'speeds', 'features', 'toc', 'map']) await on(name, device, name);
});

test('of a drive without a disc', async () => {
  const fault = { at: { command: 'READ DISC INFORMATION' }, does: { sense: '2/3A/02' }, times: 'always' };
  await writeFile(join(folder, 'empty.json'), JSON.stringify([fault]));
  expect(await on('info', 'sim:?faults=empty.json', 'info')).toMatchObject({ disc: null });
});

test('of a CD with texts, from the plan to the rip', async () => {
  const device = 'sim:album.disc';
  await run('plan', 'plan', 'album.cue');
  await on('plan', device, 'plan', 'album.cue');
  const burned = await on(
    'burn',
    device,
    'burn',
    'album.cue',
    '--verify',
    'full',
    '--trace',
    'burn.jsonl',
    '--speed',
    '16',
  );
  expect(burned).toMatchObject({ comparisons: [{ track: 1 }, { track: 2 }], cancelled: false });
  const { cdText, tracks } = await on('toc', device, 'toc', '--codes', '--indexes');
  expect(cdText).toMatchObject({ blocks: [{ album: { title: 'B', performer: 'A' } }] });
  expect(tracks).toMatchObject([{ isrc: 'DEXXX2600001' }, { indexBlocks: [150] }]);
  await on('rip', device, 'rip', 'rip', '--passes', '1');
  await writeFile(
    join(folder, 'rip.json'),
    (await discwright(['--device', device, 'rip', 'again', '--json'], { cwd: folder })).stdout,
  );
  await on('map', device, 'map', '--rip', 'rip.json', '--svg', 'disc.svg');
  await on('export', device, 'export', '--cue', 'copy.cue', '--wav', 'wavs');
  await on('info', device, 'info');
  await on('eject', device, 'eject');
  await on('info', device, 'load');
  await on('burn', device, 'copy', '--to', 'sim:copied.disc');
  await on('burn', 'sim:image.disc', 'image', 'burn', 'copy.cue');
  await on('plan', device, 'plan', 'album.cue');
  const { entries } = await run('trace-show', 'trace', 'show', 'burn.jsonl');
  expect(entries).toContainEqual(expect.objectContaining({ words: expect.stringMatching(/WRITE/) }));
  await run('report', 'report', 'burn.jsonl');
  expect(await run('report', 'report', 'rip.json')).toMatchObject({ tracks: 2 });
  expect(await readFile(join(folder, 'rip.html'), 'utf8')).toContain('Speed of the rip');
  const { readings, ...early } = JSON.parse(await readFile(join(folder, 'rip.json'), 'utf8'));
  expect(readings).toMatchObject([{ startLba: 0, c2Blocks: 0 }]);
  await writeFile(join(folder, 'early.json'), JSON.stringify(early));
  expect(await run('report', 'report', 'early.json')).toMatchObject({ tracks: 2 });
  await writeFile(join(folder, 'cut.json'), '{ "schema": "discwright/rip/1", "tracks": [');
  expect((await discwright(['report', 'cut.json'], { cwd: folder })).stderr).toMatch(
    /cut\.json is not what .* it is not complete/,
  );
});

test('of a disc that is left open, closed, recovered, erased', async () => {
  const device = 'sim:rw.disc?medium=CD-RW';
  await on('burn', device, 'burn', 'a.wav', '--leave-open');
  expect(await on('close', device, 'close', '--appendable')).toMatchObject({ disc: { status: 'appendable' } });
  await on('msinfo', device, 'msinfo');
  await on('burn', device, 'burn', 'a.wav', '--leave-open');
  expect(await on('recover', device, 'recover')).toMatchObject({ finished: true });
  expect(await on('recover', device, 'recover')).toMatchObject({ finished: false });
  expect(await on('blank', device, 'blank')).toMatchObject({ type: 'minimal' });
  await on('burn', device, 'burn', 'a.wav', '--simulate');
});

test('of a DVD+RW that is formatted and patched', async () => {
  const device = 'sim:plus.disc?medium=DVD%2BRW';
  await on('format', device, 'format');
  await on('burn', device, 'data', 'hello.txt', '--overwrite');
  for (const name of ['info', 'toc', 'map']) await on(name, device, name);
  expect(await on('patch', device, 'patch', 'two-blocks.bin', '--at', '1600')).toMatchObject({ lba: 1_600 });
});

test('of an Enhanced CD', async () => {
  const { sessions } = await on('burn', 'sim:enhanced.disc', 'enhanced', 'a.wav', '--data', 'hello.txt');
  expect(sessions).toMatchObject([{ writeType: expect.any(String) }, {}]);
  await on('toc', 'sim:enhanced.disc', 'toc');
  await on('rip', 'sim:enhanced.disc', 'rip', 'enhanced');
});

test('of images', async () => {
  await run('iso-create', 'iso', 'create', 'hello.txt', '--output', 'x.iso', '--boot', 'hello.txt');
  await run('iso-create', 'iso', 'create', 'hello.txt', '--output', 'x.udf', '--udf-only');
  expect(await run('iso-list', 'iso', 'list', 'x.iso')).toMatchObject({ boot: [{ platform: 0 }] });
  await run('iso-list', 'iso', 'list', 'x.udf');
  await run('iso-check', 'iso', 'check', 'x.iso');
  await run('iso-extract', 'iso', 'extract', 'x.iso', '--output', 'out');
  expect(await readFile(join(folder, 'out/hello.txt'), 'utf8')).toBe('Hello');
});

test('of this machine, of commands, of shells, of the schemas themselves', async () => {
  await run('drives', 'drives');
  await run('doctor', 'doctor');
  await run('completion', 'completion', 'bash');
  await run('schema', 'schema');
  await on('raw', 'sim:', 'raw', '12', '00', '00', '00', '60', '00');
  await on('raw', 'sim:', 'raw', '03', '00', '00', '00', '12', '00');
  await on('raw', 'sim:', 'raw', 'ff', '00', '00', '00', '00', '00', '00', '00', '00', '00', '00', '00');
});

test('of a drive that is served: where it is, and how it was used', async () => {
  let stopped = false;
  const { stdout } = await discwright(['serve', '--device', 'sim:', '--socket', 's', '--json'], {
    cwd: folder,
    onStdout: (soFar, child) => {
      if (!stopped && soFar.endsWith('}\n')) stopped = child.kill('SIGINT');
    },
  });
  const objects = stdout.split(/(?<=^\})$/m).filter((text) => text.trim() !== '');
  expect(objects).toHaveLength(2);
  for (const text of objects) expectValid(JSON.parse(text), 'serve');
});

afterAll(() => {
  const names = Object.keys(SCHEMA_VERSIONS).filter((name) => !['several', 'error', 'progress'].includes(name));
  expect(names.filter((name) => !checked.has(name))).toEqual([]);
});
