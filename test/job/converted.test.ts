import { join } from 'node:path';
import { beforeEach, expect, test } from '@jest/globals';
import { JobError, openJob } from '../../src/job/index.ts';
import { rejectionOf } from '../support/rejection.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { BLOCK, put, seconds, wav } from './support.ts';

/**
 * What converters make of right sheets, as they print it: cueconvert of cuetools 1.4.1 and toc2cue of cdrdao 1.2.4, both of Debian 12. The
 * scripts in findings/ run them. The length of a track has its pregap in it.
 */
const READ = [
  {
    what: 'cueconvert: PREGAP as ZERO in an audio track, which cdrdao refuses',
    name: 'x.toc',
    lines: [
      ...['CD_DA', '', 'TRACK AUDIO', 'FILE "a.wav" 0 00:06:00', ''],
      ...['TRACK AUDIO', 'ZERO 00:02:00', 'FILE "a.wav" 00:06:00', 'START 00:02:00'],
    ],
    tracks: [
      { pregapBlocks: 0, lengthBytes: 450 * BLOCK },
      { pregapBlocks: 150, lengthBytes: 900 * BLOCK },
    ],
  },
  {
    what: 'cueconvert: INDEX 00 where INDEX 01 is, beside PREGAP, and FILE before the track without indentation',
    name: 'x.cue',
    lines: [
      ...['FILE "a.wav" WAVE', 'TRACK 01 AUDIO', 'INDEX 01 00:00:00', ''],
      ...['TRACK 02 AUDIO', 'PREGAP 00:02:00', 'INDEX 00 00:06:00', 'INDEX 01 00:06:00', 'INDEX 02 00:08:00'],
    ],
    tracks: [
      { pregapBlocks: 0, lengthBytes: 450 * BLOCK },
      { pregapBlocks: 150, lengthBytes: 900 * BLOCK, indexBlocks: [150] },
    ],
  },
  {
    what: 'toc2cue: a sheet of a BIN',
    name: 'x.cue',
    lines: [
      ...['FILE "a.bin" BINARY', '  TRACK 01 AUDIO', '    FLAGS DCP', '    INDEX 01 00:00:00'],
      ...['  TRACK 02 AUDIO', '    INDEX 00 00:06:00', '    INDEX 01 00:08:00'],
    ],
    tracks: [
      { pregapBlocks: 0, lengthBytes: 450 * BLOCK, copyPermitted: true },
      { pregapBlocks: 150, lengthBytes: 750 * BLOCK },
    ],
  },
];

const REFUSED = [
  {
    what: 'cueconvert: a track that begins in one file and goes on in the next, as a sheet',
    name: 'x.cue',
    lines: [
      ...['FILE "a.wav" WAVE', 'TRACK 01 AUDIO', 'INDEX 01 00:00:00', ''],
      ...['TRACK 02 AUDIO', 'INDEX 00 00:04:00', 'INDEX 01 00:00:00'],
    ],
    says: /line 7: indexes are not in order: INDEX 01 00:00:00/,
  },
  {
    what: 'cueconvert: the same as a TOC file',
    name: 'x.toc',
    lines: [
      ...['CD_DA', '', 'TRACK AUDIO', 'FILE "a.wav" 0 00:04:00', ''],
      ...['TRACK AUDIO', 'FILE "a.wav" 00:04:00', 'START 00:-4:00'],
    ],
    says: /line 8: unexpected "-"/,
  },
];

let folder: string;
beforeEach(async () => {
  folder = temporaryFolder();
  await put(folder, { 'a.wav': wav(seconds(16)), 'a.bin': seconds(16) });
});

test.each(READ)('$what', async ({ name, lines, tracks }) => {
  await put(folder, { [name]: lines.join('\n') });
  await using job = await openJob(join(folder, name));
  expect(job.tracks).toMatchObject(tracks);
});

test.each(REFUSED)('$what: refused, with the line', async ({ name, lines, says }) => {
  await put(folder, { [name]: lines.join('\n') });
  expect((await rejectionOf(openJob(join(folder, name)), JobError)).message).toMatch(says);
});
