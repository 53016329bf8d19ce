import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { noise } from '../../support/sources.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { discwright } from '../cli.ts';
import { writeWav } from '../wavs.ts';

jest.setTimeout(60_000);

const cwd = temporaryFolder();

const SHEET = `CATALOG 4006381333931
TITLE "Live"
PERFORMER "Band"
FILE "live.wav" WAVE
  TRACK 01 AUDIO
    TITLE "One"
    ISRC GBAYE6800011
    INDEX 00 00:00:00
    INDEX 01 00:02:00
    INDEX 02 00:05:00
  TRACK 02 AUDIO
    TITLE "Two"
    FLAGS DCP PRE
    INDEX 00 00:09:00
    INDEX 01 00:10:00
`;

test('a live album of one file, with a hidden track, indexes, codes and texts: what is exported is what was burned', async () => {
  const sound = noise(1_500 * 2_352);
  await writeWav(cwd, 'live.wav', sound);
  await writeFile(join(cwd, 'live.cue'), SHEET);
  const device = ['--device', 'sim:live.disc'];
  const burned = await discwright(['burn', ...device, '--verify', 'full', 'live.cue'], { cwd });
  expect(burned).toMatchObject({ code: 0, stderr: '' });
  expect(burned.stdout).toMatch(
    /^Burning 2 tracks, 0:20, Session-At-Once \(no pauses between the tracks, pregaps, indexes, CD-TEXT\), on /,
  );
  const exported = await discwright(['export', ...device, '--cue', 'copy.cue'], { cwd });
  expect(exported.code).toBe(0);
  expect(await readFile(join(cwd, 'copy.cue'), 'utf8')).toBe(SHEET.replace('"live.wav" WAVE', '"copy.bin" BINARY'));
  expect(Buffer.compare(await readFile(join(cwd, 'copy.bin')), sound)).toBe(0);
});
