import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { Drive } from '../../../src/index.ts';
import { openSimulatedDrive } from '../../../src/simulator/index.ts';
import { put, wav } from '../../job/support.ts';
import { sound } from '../../read/recorded-disc.ts';
import { blocksOnDisc } from '../../support/blocks-on-disc.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { discwright } from '../cli.ts';

jest.setTimeout(60_000);

test('a sheet in which programs differ is on the disc as docs/jobs.md says', async () => {
  const cwd = temporaryFolder();
  const [first, second] = [sound(10 * 75, 1), sound(9 * 75, 2)];
  await put(cwd, {
    'a.wav': wav(first),
    'b.wav': wav(second),
    'x.cue': [
      'FILE "a.wav" WAVE',
      'TRACK 02 AUDIO',
      'FLAGS PRE DCP',
      'INDEX 01 00:03:00',
      'TRACK 03 AUDIO',
      'INDEX 00 00:08:00',
      'FILE "b.wav" WAVE',
      'INDEX 01 00:00:00',
      'INDEX 02 00:05:00',
      'POSTGAP 00:02:00',
    ].join('\n'),
  });
  const run = (...args: string[]) => discwright([...args, '--device', 'sim:x.disc'], { cwd });
  const burned = await run('burn', 'x.cue');
  expect({ code: burned.code, stderr: burned.stderr }).toEqual({ code: 0, stderr: '' });
  const { tracks, leadOutLba } = JSON.parse((await run('toc', '--json', '--indexes')).stdout);
  expect(tracks).toMatchObject([
    // The first number is kept, the sound before its index is its pause, and both flags are set.
    { number: 2, startLba: 225, pregapBlocks: 225, indexBlocks: [], preEmphasis: true, copyPermitted: true },
    // The pause is the end of the file before, INDEX 02 is counted from the start of its own.
    { number: 3, startLba: 750, pregapBlocks: 150, indexBlocks: [375], preEmphasis: false, copyPermitted: false },
  ]);
  // POSTGAP is silence in the track.
  expect(leadOutLba).toBe(750 + 675 + 150);
  const simulated = await openSimulatedDrive(join(cwd, 'x.disc'));
  const onDisc = await blocksOnDisc(new Drive(simulated), 0, leadOutLba);
  await simulated.close();
  expect(onDisc.equals(Buffer.concat([first, second, Buffer.alloc(150 * 2_352)]))).toBe(true);
});

test('Track-At-Once sets pre-emphasis and copy bits too, and makes no pause of the sound', async () => {
  const cwd = temporaryFolder();
  await put(cwd, {
    'a.wav': wav(sound(10 * 75, 1)),
    'x.cue': 'FILE "a.wav" WAVE\nTRACK 01 AUDIO\nFLAGS PRE DCP\nINDEX 01 00:00:00\nTRACK 02 AUDIO\nINDEX 01 00:05:00',
  });
  const run = (...args: string[]) => discwright([...args, '--device', 'sim:x.disc'], { cwd });
  expect((await run('burn', 'x.cue', '--write-type', 'tao')).code).toBe(0);
  const { tracks } = JSON.parse((await run('toc', '--json')).stdout);
  expect(tracks).toMatchObject([
    { number: 1, startLba: 0, lengthBlocks: 375, preEmphasis: true, copyPermitted: true },
    { number: 2, startLba: 375 + 2 + 150, lengthBlocks: 375, preEmphasis: false, copyPermitted: false },
  ]);
});
