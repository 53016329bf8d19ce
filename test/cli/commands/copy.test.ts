import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { openFileSystem, walkTree } from '../../../src/image/index.ts';
import { driveBlocks, openDrive, readDiscState, readMultisession } from '../../../src/index.ts';
import { readCd, SectorType, SubChannelSelection, WHOLE_MAIN_CHANNEL } from '../../../src/mmc/commands/read-cd.ts';
import { CD_TEXT_REPLY_BYTES, readCdText } from '../../../src/mmc/commands/read-cd-text.ts';
import { openSimulatedDrive } from '../../../src/simulator/index.ts';
import { pcm } from '../../audio/wav-builder.ts';
import { recordAlbum } from '../../read/rip/discs.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { discwright, exchangesOf, writingAmong } from '../cli.ts';
import { writeWav } from '../wavs.ts';

jest.setTimeout(60_000);

const LEAD_OUT = 2_503;

async function albumIn(cwd: string): Promise<string> {
  const path = join(cwd, 'album.disc');
  const drive = await openSimulatedDrive(path);
  await recordAlbum(drive);
  await drive.close();
  return `sim:${path}`;
}

/** Main channel and Q of every block, and the packs of the lead-in. */
async function everythingOn(device: string): Promise<{ blocks: Buffer; packs: unknown }> {
  await using drive = await openDrive(device);
  const pieces: Uint8Array[] = [];
  const parts = { ...WHOLE_MAIN_CHANNEL, sectorType: SectorType.Any, subChannel: SubChannelSelection.Q };
  for (let startLba = 0; startLba < LEAD_OUT; startLba += 26) {
    const lengthBlocks = Math.min(26, LEAD_OUT - startLba);
    pieces.push(await drive.execute(readCd({ ...parts, startLba, lengthBlocks })));
  }
  const { entries } = await drive.execute(readCdText({ allocationLength: CD_TEXT_REPLY_BYTES }));
  return { blocks: Buffer.concat(pieces), packs: entries };
}

test('an exported image makes an equal disc, texts in every language included', async () => {
  const cwd = temporaryFolder();
  const device = await albumIn(cwd);
  const exported = await discwright(['export', '--device', device, '--cue', 'x.cue'], { cwd });
  expect(exported).toMatchObject({
    code: 0,
    stderr: '',
    stdout: expect.stringContaining('x.cue, x.bin and x.cdt: 3 tracks'),
  });
  const again = await discwright(['export', '--device', device, '--cue', 'x.cue'], { cwd });
  expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('x.cue already exists') });
  const burned = await discwright(['image', 'burn', '--device', 'sim:again.disc', 'x.cue'], { cwd });
  expect(burned).toMatchObject({ code: 0, stderr: '' });
  const [one, other] = [await everythingOn(device), await everythingOn(`sim:${join(cwd, 'again.disc')}`)];
  expect(other.blocks.equals(one.blocks)).toBe(true);
  expect(other.packs).toEqual(one.packs);
});

async function statusOf(device: string): Promise<string> {
  await using drive = await openDrive(device);
  return (await readDiscState(drive)).status;
}

test('copy makes an equal disc: sound, pauses, indexes, codes, flags and texts', async () => {
  const cwd = temporaryFolder();
  const device = await albumIn(cwd);
  const copy = `sim:${join(cwd, 'copy.disc')}`;
  const { code, stderr } = await discwright(['copy', '--device', device, '--to', copy, '--keep', 'files'], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const [one, other] = [await everythingOn(device), await everythingOn(copy)];
  expect(other.blocks.equals(one.blocks)).toBe(true);
  expect(other.packs).toEqual(one.packs);
  expect(await readdir(join(cwd, 'files'))).toContain('rip.log');
});

test('a disc that cannot be written is refused before the other one is read', async () => {
  const cwd = temporaryFolder();
  const device = await albumIn(cwd);
  const full = await openSimulatedDrive(join(cwd, 'full.disc'));
  await recordAlbum(full);
  await full.close();
  const refused = await discwright(['copy', '--device', device, '--to', 'sim:full.disc', '--keep', 'files'], { cwd });
  expect(refused).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(
      /cannot be written to any more.*\nThis is the disc in sim:full\.disc\. Use a blank disc/,
    ),
  });
  expect(await readdir(cwd)).not.toContain('files');
  const same = await discwright(['copy', '--device', device, '--to', device], { cwd });
  expect(same).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--to names the drive that the disc is read in'),
  });
});

test('a trace of a copy is two files: of the drive that reads, and of the one that burns', async () => {
  const cwd = temporaryFolder();
  const device = await albumIn(cwd);
  const args = ['copy', '--device', device, '--to', 'sim:copy.disc', '--trace', 't.jsonl'];
  expect(await discwright(args, { cwd })).toMatchObject({ code: 0 });
  const traces = await Promise.all(['t.jsonl', 't.burn.jsonl'].map((name) => exchangesOf(join(cwd, name))));
  const [reading, burning] = traces.map((exchanges) => writingAmong(exchanges).some(({ cdb }) => cdb[0] === 0x2a));
  expect([reading, burning]).toEqual([false, true]);
});

test('a disc that cannot be read is not copied, unless silence is asked for', async () => {
  const cwd = temporaryFolder();
  const device = await albumIn(cwd);
  const scratch = { does: { scratch: { fromLba: 1_000, toLba: 1_000, kind: 'unreadable' } } };
  await writeFile(join(cwd, 'faults.json'), JSON.stringify([scratch]));
  const faulty = `${device}?faults=${join(cwd, 'faults.json')}`;
  const copy = `sim:${join(cwd, 'copy.disc')}`;
  const stopped = await discwright(['copy', '--device', faulty, '--to', copy, '--retries', '1'], { cwd });
  expect(stopped.code).toBe(1);
  expect(stopped.stderr).toMatch(/track 1 cannot be read at LBA 1000/);
  expect(await statusOf(copy)).toBe('blank');
  const args = ['copy', '--device', faulty, '--to', copy, '--retries', '1', '--on-error', 'silence'];
  expect(await discwright(args, { cwd })).toMatchObject({ code: 0, stderr: expect.stringContaining('LBA 1000') });
});

test('samples that the drive does not reach are not silently left out of a copy', async () => {
  const cwd = temporaryFolder();
  const device = await albumIn(cwd);
  const args = ['copy', '--device', `${device}`, '--to', 'sim:copy.disc', '--offset', '2000'];
  const refused = await discwright(args, { cwd });
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringMatching(/does not read \d+ samples at the ends/) });
  expect(await discwright([...args, '--on-error', 'silence'], { cwd })).toMatchObject({ code: 0 });
});

test('one simulated drive is not enough: nobody changes its disc', async () => {
  const cwd = temporaryFolder();
  const device = await albumIn(cwd);
  expect(await discwright(['copy', '--device', device], { cwd })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--to sim:copy.disc'),
  });
});

const FILES = ['read-me.txt'];

/** In the file system of the last session. */
async function filesOn(path: string): Promise<string[]> {
  await using drive = await openDrive(`sim:${path}`);
  const { lastSessionStartLba } = await readMultisession(drive);
  const fileSystem = await openFileSystem(driveBlocks(drive), { sessionStart: lastSessionStartLba ?? 0 });
  return [...walkTree(await fileSystem.tree())].map((each) => each.path);
}

test.each([
  [
    'two tracks, Track-At-Once: their run-out becomes silence',
    ['--write-type', 'tao'],
    ['a.wav', 'b.wav'],
    'Warning: session 1 gets 2 empty blocks at its end, so that the file system of session 2 is where it was made for.\n',
  ],
  ['one track, Track-At-Once', ['--write-type', 'tao'], ['a.wav'], ''],
  [
    'one track, Session-At-Once, which its copy is too',
    ['--write-type', 'sao'],
    ['a.wav'],
    'Warning: session 1 is written Session-At-Once, so that the file system of session 2 is where it was made for.\n',
  ],
])(
  'the data of an Enhanced CD can be read on its copy: %s',
  async (_how, writeType, sound, note) => {
    const cwd = temporaryFolder();
    for (const name of ['a.wav', 'b.wav']) await writeWav(cwd, name, pcm(2_352 * 320));
    await writeFile(join(cwd, 'read-me.txt'), 'hello');
    const run = (...args: string[]) => discwright(args, { cwd });
    const burned = await run('enhanced', '--device', 'sim:one.disc', ...writeType, ...sound, '--data', 'read-me.txt');
    expect(burned).toMatchObject({ code: 0, stderr: '' });
    expect(await run('copy', '--device', 'sim:one.disc', '--to', 'sim:two.disc')).toMatchObject({
      code: 0,
      stderr: note,
    });
    expect(await filesOn(join(cwd, 'two.disc'))).toEqual(FILES);
    // As a BIN/CUE image, too: its data are whole sectors.
    expect(await run('rip', '--device', 'sim:one.disc', 'image', '--format', 'bin-cue')).toMatchObject({ code: 0 });
    const image = await run('image', 'burn', '--device', 'sim:three.disc', 'image/disc.cue');
    expect(image).toMatchObject({ code: 0, stderr: note });
    expect(await filesOn(join(cwd, 'three.disc'))).toEqual(FILES);
  },
  240_000,
);

test('a DVD is copied in one command, and its files can be kept', async () => {
  const cwd = temporaryFolder();
  await writeFile(join(cwd, 'read-me.txt'), 'hello');
  const run = (...args: string[]) => discwright(args, { cwd });
  await run('data', 'read-me.txt', '--device', 'sim:one.disc?medium=DVD%2BR');
  const args = ['--device', 'sim:one.disc', '--to', 'sim:two.disc?medium=DVD-R', '--keep', 'files', '--verify', 'full'];
  expect(await run('copy', ...args)).toMatchObject({
    code: 0,
    stderr: '',
    stdout: expect.stringMatching(/Burning 1 track, .*\n(?:.*\n)*Verified: 1 track read back and matched/),
  });
  expect(await readdir(join(cwd, 'files'))).toEqual(['disc.iso']);
  expect(await filesOn(join(cwd, 'two.disc'))).toEqual(FILES);
});
