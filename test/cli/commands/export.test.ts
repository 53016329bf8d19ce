import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { openDrive } from '../../../src/index.ts';
import { burnAudio } from '../../../src/write/index.ts';
import { blocksOfNoise } from '../../support/sources.ts';
import { drainGenerator } from '../../support/tampered-transport.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { discwright } from '../cli.ts';

jest.setTimeout(60_000);

/** A saved disc whose first track ends in a scratch. */
async function scratchedDisc(): Promise<{ cwd: string; device: string }> {
  const cwd = temporaryFolder();
  const disc = join(cwd, 'my.disc');
  const drive = await openDrive(`sim:${disc}`);
  await drainGenerator(burnAudio(drive, [blocksOfNoise(310), blocksOfNoise(300)]));
  await drive.close();
  const scratch = { does: { scratch: { fromLba: 308, toLba: 309, kind: 'unreadable' } } };
  await writeFile(join(cwd, 'faults.json'), JSON.stringify([scratch]));
  return { cwd, device: `sim:${disc}?faults=${join(cwd, 'faults.json')}` };
}

const WARNING = '2 blocks at the end of track 1, from LBA 308, could not be read, and are silence';

test('export says what became silence, in words and in JSON', async () => {
  const { cwd, device } = await scratchedDisc();
  const words = await discwright(['export', '--device', device, '--wav', 'words'], { cwd });
  expect(words).toMatchObject({ code: 0, stdout: expect.stringContaining(`Warning: ${WARNING}`) });
  const json = await discwright(['export', '--device', device, '--wav', 'json', '--cue', 'disc.cue', '--json'], {
    cwd,
  });
  expect(json.code).toBe(0);
  // The same of both kinds of file is said once.
  expect(JSON.parse(json.stdout)).toMatchObject({ tracks: 2, warnings: [expect.stringContaining(WARNING)] });
});

test('export of both kinds writes the WAV files although the image fails, and JSON says where and what there is', async () => {
  const { cwd, device } = await scratchedDisc();
  // Blocks in the middle of the second track.
  const scratch = { does: { scratch: { fromLba: 600, toLba: 601, kind: 'unreadable' } } };
  await writeFile(join(cwd, 'faults.json'), JSON.stringify([scratch]));
  const args = ['export', '--device', device, '--cue', 'a.cue', '--wav', 'wavs'];
  const json = await discwright([...args, '--json'], { cwd });
  expect(json.code).toBe(1);
  expect(JSON.parse(json.stdout).error).toMatchObject({
    name: 'ImageError',
    kind: 'unreadable',
    track: 2,
    lba: 600,
    exported: [join('wavs', 'track01.wav')],
    message: expect.stringMatching(
      /^track 2 cannot be read at LBA 600: .* Neither a\.cue nor a\.bin was written\. Of the WAV files: track 2 .* 1 track was exported, to wavs$/,
    ),
  });
  expect(await readdir(join(cwd, 'wavs'))).toEqual(['track01.wav']);
});

test('export of both kinds does not ask a drive that is gone for WAV files', async () => {
  const { cwd, device } = await scratchedDisc();
  await writeFile(
    join(cwd, 'faults.json'),
    JSON.stringify([{ at: { command: 'READ CD', nth: 3 }, does: { disconnect: true } }]),
  );
  const { code, stderr } = await discwright(['export', '--device', device, '--cue', 'a.cue', '--wav', 'wavs'], { cwd });
  expect(code).toBe(3);
  expect(stderr).toMatch(/track 1 could not be read from LBA \d+ onward: .*unplugged/);
  expect(await readdir(cwd)).not.toContain('wavs');
});
