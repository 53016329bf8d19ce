import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, jest, test } from '@jest/globals';
import { Drive } from '../../../src/drive/drive.ts';
import { RecordKind } from '../../../src/simulator/disc-file/format.ts';
import { openSimulatedDrive } from '../../../src/simulator/index.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { BLOCK_BYTES, blocks, burnTrack, closeSession, readAudio, senseOf } from '../support.ts';
import { readable } from './readable.ts';
import { asFormat2, type FoundRecord, firstBlockIn, recordsIn, withoutIndex } from './records.ts';

const AUDIO = blocks(320, 1);

const warn = jest.spyOn(process, 'emitWarning');
let path = '';
beforeEach(() => {
  warn.mockReset().mockImplementation(() => {});
  path = join(temporaryFolder(), 'my.disc');
});

async function burned(): Promise<Buffer> {
  {
    await using drive = await openSimulatedDrive(path);
    await burnTrack(drive, AUDIO);
    await closeSession(drive);
  }
  return readFileSync(path);
}

/** The file with one bit of a byte changed. */
function flipped(whole: Buffer, at: number): Buffer {
  const bytes = Buffer.from(whole);
  bytes[at] = (bytes[at] ?? 0) ^ 4;
  return bytes;
}

const recordsOfBlocks = (whole: Buffer): FoundRecord[] =>
  recordsIn(whole).filter(({ kind }) => kind === RecordKind.Blocks);

test('a changed byte of a block makes that block, and no other, unreadable', async () => {
  const whole = await burned();
  for (const [index, block, byte] of [
    [0, 0, 0],
    [0, 13, 1_000],
    [3, 26, 2_351],
  ] as const) {
    const record = recordsOfBlocks(whole)[index];
    if (record === undefined) throw new Error('no such record');
    const lba = record.lba + block;
    const changed = flipped(whole, firstBlockIn(record) + block * BLOCK_BYTES + byte);
    for (const bytes of [changed, withoutIndex(changed)]) {
      writeFileSync(path, bytes);
      await using drive = await openSimulatedDrive(path);
      expect(await readable(drive, 0, AUDIO)).toBe(319);
      // 3/11/05, as a scratched disc, also when it is not the first block that is asked for.
      for (const from of [lba, Math.max(0, lba - 5)]) {
        expect(await senseOf(readAudio(drive, from, 6))).toMatchObject({
          key: 3,
          asc: 0x11,
          ascq: 5,
          information: lba,
        });
      }
    }
  }
});

test('a changed checksum makes its block unreadable too', async () => {
  const whole = await burned();
  const record = recordsOfBlocks(whole)[1];
  writeFileSync(path, flipped(whole, (record?.start ?? 0) + 32 + 4 * 7 + 2));
  await using drive = await openSimulatedDrive(path);
  expect(await readable(drive, 0, AUDIO)).toBe(319);
  await expect(readAudio(drive, (record?.lba ?? 0) + 7, 1)).rejects.toThrow(/3\/11\/05/);
});

test('damage that is met while reading is one warning of the process, with the place', async () => {
  const whole = await burned();
  const [record] = recordsOfBlocks(whole);
  const at = (record === undefined ? 0 : firstBlockIn(record)) + 5 * BLOCK_BYTES;
  writeFileSync(path, flipped(flipped(whole, at + 9), at + 7 * BLOCK_BYTES));
  await using drive = await openSimulatedDrive(path);
  expect(warn).not.toHaveBeenCalled();
  expect(await readable(drive, 0, AUDIO)).toBe(318);
  expect(warn.mock.calls).toEqual([
    [
      expect.stringMatching(
        `my.disc: it is damaged at byte ${at} \\(LBA 5 is not as it was written\\); .*cannot be read`,
      ),
      'DamagedDiscWarning',
    ],
  ]);
});

test('blocks of a file of format 2 have no checksums and are read as they are', async () => {
  const old = asFormat2(await burned());
  const record = recordsIn(old).find(({ kind }) => kind === RecordKind.UncheckedBlocks);
  const changed = flipped(old, (record === undefined ? 0 : firstBlockIn(record)) + 10);
  writeFileSync(path, changed);
  await using drive = new Drive(await openSimulatedDrive(path));
  const read = await readAudio(drive.transport, 0, 2);
  expect(Buffer.compare(read.subarray(BLOCK_BYTES), AUDIO.subarray(BLOCK_BYTES, 2 * BLOCK_BYTES))).toBe(0);
  expect(read[10]).toBe((AUDIO[10] ?? 0) ^ 4);
});
