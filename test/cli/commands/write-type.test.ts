import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { noise } from '../../support/sources.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { discwright } from '../cli.ts';
import { writeWav } from '../wavs.ts';

jest.setTimeout(60_000);

const cwd = temporaryFolder();

test.each([
  [
    'RAW 96 left open',
    ['--write-type', 'raw', '--leave-open', 'a.wav'],
    /RAW 96 writes a whole disc, to which nothing/,
  ],
  ['Session-At-Once left open', ['--write-type', 'sao', '--leave-open', 'a.wav'], /closes the session that it writes/],
  [
    'what needs Session-At-Once left open',
    ['--gapless', '--leave-open', 'a.wav', 'a.wav'],
    /cannot leave the disc open/,
  ],
  [
    'Track-At-Once without pauses',
    ['--write-type', 'tao', '--gapless', 'a.wav', 'a.wav'],
    /has a pause between the tracks/,
  ],
  ['Track-At-Once with indexes', ['--write-type', 'tao', 'indexed.cue'], /It would lose: index 2 of track 1/],
  ['RAW 96 of two sessions', ['--write-type', 'raw', 'two.cue'], /RAW 96 writes a whole disc/],
])('%s is refused before a drive is opened', async (_name, args, words) => {
  await writeWav(cwd, 'a.wav', noise(600 * 2_352));
  await writeWav(cwd, 'b.wav', noise(400 * 2_352, 2));
  const sheet = 'FILE "a.wav" WAVE\n  TRACK 01 AUDIO\n    INDEX 01 00:00:00\n';
  await writeFile(join(cwd, 'indexed.cue'), `${sheet}    INDEX 02 00:04:00\n`);
  await writeFile(
    join(cwd, 'two.cue'),
    `REM SESSION 01\n${sheet}REM SESSION 02\n${sheet.replace('TRACK 01', 'TRACK 02').replace('a.wav', 'b.wav')}`,
  );
  // A drive that is not there would be exit code 3.
  const finished = await discwright(['burn', '--device', '/dev/no-such-drive', ...args], { cwd });
  expect(finished).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(words) });
});
