import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { openDrive } from '../../../src/index.ts';
import { burnAudio } from '../../../src/write/index.ts';
import { blocksOfNoise } from '../../support/sources.ts';
import { drainGenerator } from '../../support/tampered-transport.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { discwright } from '../cli.ts';

jest.setTimeout(60_000);

async function recordedDisc(): Promise<{ cwd: string; device: string }> {
  const cwd = temporaryFolder();
  const device = `sim:${join(cwd, 'my.disc')}`;
  const drive = await openDrive(device);
  await drainGenerator(burnAudio(drive, [blocksOfNoise(310), blocksOfNoise(300)]));
  await drive.close();
  return { cwd, device };
}

test('rip writes files and a log, in words and in JSON', async () => {
  const { cwd, device } = await recordedDisc();
  const words = await discwright(['rip', '--device', device, 'words'], { cwd });
  expect(words).toMatchObject({ code: 0, stdout: expect.stringContaining('Every block was read without doubt') });
  expect((await readdir(join(cwd, 'words'))).toSorted()).toEqual(['rip.log', 'track01.wav', 'track02.wav']);
  const json = await discwright(['rip', '--device', device, 'json', '--tracks', '2', '--passes', '1', '--json'], {
    cwd,
  });
  const result = JSON.parse(json.stdout);
  expect(result).toMatchObject({
    tracks: [{ number: 2, checksums: { crc32: expect.stringMatching(/^[0-9a-f]{8}$/) } }],
  });
  expect(words.stdout).toContain(result.tracks[0].checksums.crc32);
  expect(await readFile(join(cwd, 'json', 'rip.log'), 'utf8')).toContain(result.tracks[0].checksums.accurateRipV2);
});

test('rip says what was checked', async () => {
  const { cwd, device } = await recordedDisc();
  const words = async (...args: string[]) => (await discwright(['rip', '--device', device, ...args], { cwd })).stdout;
  expect(await words('two')).toMatch(/^Every block was read without doubt: 2 times the same, without C2 errors\.$/m);
  expect(await words('one', '--passes', '1')).toMatch(/^Every block was read once, without C2 errors\.$/m);
  expect(await words('none', '--passes', '1', '--no-c2')).toMatch(/read once, and nothing was checked: .*--passes 2/);
});

test('rip names blocks in doubt, or stops at them', async () => {
  const { cwd, device } = await recordedDisc();
  const scratch = { does: { scratch: { fromLba: 100, toLba: 101, kind: 'unreadable' } } };
  await writeFile(join(cwd, 'faults.json'), JSON.stringify([scratch]));
  const faulty = `${device}?faults=${join(cwd, 'faults.json')}`;
  const silence = await discwright(['rip', '--device', faulty, 'a', '--retries', '1'], { cwd });
  expect(silence).toMatchObject({ code: 0, stdout: expect.stringContaining('2 blocks in doubt') });
  expect(silence.stdout).toMatch(/Warning: track 1: 2 blocks from LBA 100 .* could not be read, and are zeros/);
  const stop = await discwright(['rip', '--device', faulty, 'b', '--retries', '1', '--on-error', 'stop'], { cwd });
  expect(stop.code).toBe(1);
  expect(stop.stderr).toMatch(/track 1 cannot be read at LBA 100/);
});

test('rip refuses values that make no sense', async () => {
  const { cwd, device } = await recordedDisc();
  for (const args of [
    ['--tracks', '3-1'],
    ['--tracks', 'x'],
    ['--offset', '9999'],
    ['--passes', '0'],
    ['--format', 'ape'],
  ]) {
    expect(await discwright(['rip', '--device', device, 'x', ...args], { cwd })).toMatchObject({ code: 2 });
  }
});
