import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { openSimulatedDrive } from '../../../src/simulator/index.ts';
import { firstBlockIn, recordsIn, withoutIndex } from '../../simulator/disc-file/records.ts';
import { BLOCK_BYTES, blocks, burnTrack, writeBlocks } from '../../simulator/support.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { discwright, exchangesOf } from '../cli.ts';
import { writeWav } from '../wavs.ts';

const folder = temporaryFolder();
const DEVICE = 'sim:lost.disc?damaged=read';
const run = (...args: string[]) => discwright(args, { cwd: folder });

/** A closed track and an unfinished one: `lost.disc` has lost the header of a record, `flipped.disc` a bit of block 5. */
beforeAll(async () => {
  {
    await using drive = await openSimulatedDrive(join(folder, 'flipped.disc'));
    await burnTrack(drive, blocks(320, 1));
    await writeBlocks(drive, 472, blocks(60, 2));
  }
  const whole = await readFile(join(folder, 'flipped.disc'));
  const lost = Buffer.from(withoutIndex(whole));
  const start = recordsIn(lost)[3]?.start ?? 0;
  await writeFile(join(folder, 'lost.disc'), lost.fill(0, start, start + 32));
  const first = recordsIn(whole).find(({ lba, lengthBlocks }) => lba === 0 && lengthBlocks > 0);
  const at = (first === undefined ? 0 : firstBlockIn(first)) + 5 * BLOCK_BYTES;
  whole[at] = (whole[at] ?? 0) ^ 1;
  await writeFile(join(folder, 'flipped.disc'), whole);
  await writeWav(folder, 'a.wav', blocks(300, 3));
});

const COMMANDS: readonly (readonly string[])[] = [['burn', 'a.wav'], ['close'], ['recover'], ['blank', '--yes']];

test.each(COMMANDS)('%s of a damaged saved disc is refused before anything is sent', async (...command) => {
  const trace = `${command[0]}.jsonl`;
  const { code, stdout, stderr } = await run('--device', DEVICE, '--trace', trace, ...command);
  expect(code).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toMatch(
    /discwright: sim:lost\.disc\?damaged=read: the saved disc can only be read: it is damaged at byte/,
  );
  expect(stderr).toMatch(/Save what is left of it with `discwright export`, or restore the file from a copy/);
  expect(await exchangesOf(join(folder, trace))).toEqual([]);
});

test('info says that the disc is read from a damaged file, as text and as JSON', async () => {
  const { code, stdout } = await run('--device', DEVICE, 'info');
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /Note: the saved disc can only be read: it is damaged at byte \d+ \(zeros instead of a record\)\. Save/,
  );
  const json = JSON.parse((await run('--device', DEVICE, '--json', 'info')).stdout) as Record<string, unknown>;
  expect(json['readOnly']).toEqual({
    reason: expect.stringMatching(/^it is damaged at byte/),
    remedy: expect.stringMatching(/discwright export/),
  });
});

test('export of a disc with a changed byte fails at that block and says that the file is damaged', async () => {
  const { code, stderr } = await run('--device', 'sim:flipped.disc', 'export', '--cue', 'out.cue');
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /DamagedDiscWarning: .*flipped\.disc: it is damaged at byte \d+ \(LBA 5 is not as it was written\)/,
  );
  expect(stderr).toMatch(/3\/11\/05/);
});
