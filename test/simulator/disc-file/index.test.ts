import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { DiscStatus } from '../../../src/mmc/commands/read-disc-information.ts';
import { CD_VERSION, decodeFileHeader, HEADER_BYTES, RecordKind } from '../../../src/simulator/disc-file/format.ts';
import { openSimulatedDrive } from '../../../src/simulator/index.ts';
import { TransportError } from '../../../src/transport/transport-error.ts';
import { rejectionOf } from '../../support/rejection.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { blocks, burnTrack, closeSession, discInformation, flush, trackInformation, writeBlocks } from '../support.ts';
import { readable } from './readable.ts';
import { asFormat2, recordsIn, withoutIndex } from './records.ts';

const FIRST = blocks(320, 1);
const SECOND = blocks(310, 2);
const SECOND_LBA = 472;

let path = '';
beforeEach(() => {
  path = join(temporaryFolder(), 'my.disc');
});

/** One closed track and an open one of 60 blocks, as a program leaves them that closes the drive. */
async function saved(): Promise<Buffer> {
  {
    await using drive = await openSimulatedDrive(path);
    await burnTrack(drive, FIRST);
    await writeBlocks(drive, SECOND_LBA, SECOND.subarray(0, 60 * 2_352));
  }
  return readFileSync(path);
}

/** The disc of {@link saved} must be in the file, to the last block. */
async function expectSaved(): Promise<void> {
  await using drive = await openSimulatedDrive(path);
  expect(await trackInformation(drive, 1)).toMatchObject({ startLba: 0, lengthBlocks: 320 });
  expect(await trackInformation(drive)).toMatchObject({ startLba: SECOND_LBA, nextWritableLba: SECOND_LBA + 60 });
  expect(await readable(drive, 0, FIRST)).toBe(320);
  expect(await readable(drive, SECOND_LBA, SECOND.subarray(0, 60 * 2_352))).toBe(60);
}

describe('the index of a saved disc', () => {
  test('is at the end of the file of a disc that was closed, and no other record is read to open it', async () => {
    const whole = await saved();
    expect(recordsIn(whole).at(-1)).toMatchObject({ kind: RecordKind.Index, end: whole.length });
    for (const { start, kind } of recordsIn(whole)) {
      if (kind !== RecordKind.Index) whole.fill(0, start, start + HEADER_BYTES);
    }
    writeFileSync(path, whole);
    await expectSaved();
  });

  test('says nothing about a file that has been cut, moved or continued', async () => {
    const whole = await saved();
    const records = recordsIn(whole);
    const [from, to] = [records[3], records[5]];
    writeFileSync(path, Buffer.concat([whole.subarray(0, from?.start), whole.subarray(to?.start)]));
    const error = await rejectionOf(openSimulatedDrive(path), TransportError);
    expect(error.message).toMatch(`damaged at byte ${from?.start} (record 5 instead of record 3)`);
    writeFileSync(path, whole);
    const drive = await openSimulatedDrive(path);
    await writeBlocks(drive, SECOND_LBA + 60, SECOND.subarray(60 * 2_352));
    const continued = readFileSync(path);
    await drive.close();
    // As after a crash: two tracks, and the old index within the file.
    expect(continued.subarray(0, whole.length).equals(whole)).toBe(true);
    writeFileSync(path, continued);
    await using again = await openSimulatedDrive(path);
    expect(await trackInformation(again)).toMatchObject({ nextWritableLba: SECOND_LBA + 310 });
    expect(await readable(again, SECOND_LBA, SECOND)).toBe(310);
  });

  test('is not used if any byte of it is lost: the records say the same', async () => {
    const whole = await saved();
    const start = recordsIn(whole).at(-1)?.start ?? 0;
    for (let at = start; at < whole.length; at += at < start + HEADER_BYTES || at > whole.length - 40 ? 1 : 29) {
      const changed = Buffer.from(whole);
      changed[at] = 255 - (changed[at] ?? 0);
      // Where its first header is damaged, the end of the file is.
      writeFileSync(path, changed);
      if (at < start + HEADER_BYTES) {
        const error = await rejectionOf(openSimulatedDrive(path), TransportError);
        expect(error.message).toContain(`damaged at byte ${start} `);
      } else await expectSaved();
      expect(readFileSync(path).equals(changed)).toBe(true);
    }
    for (let size = start; size < whole.length; size += 37) {
      writeFileSync(path, whole.subarray(0, size));
      await expectSaved();
    }
  });

  test('is written only if the disc was, and opening after a crash leaves the file as it is', async () => {
    const crashed = withoutIndex(await saved());
    for (const bytes of [crashed, readFileSync(path)]) {
      writeFileSync(path, bytes);
      await expectSaved();
      expect(readFileSync(path).equals(bytes)).toBe(true);
    }
  });
});

describe('a saved disc of format 2, without checksums and index', () => {
  test('is read, without being changed', async () => {
    const old = asFormat2(await saved());
    writeFileSync(path, old);
    await expectSaved();
    expect(readFileSync(path).equals(old)).toBe(true);
  });

  test('becomes one of this format when it is continued, whole at every moment', async () => {
    const old = asFormat2(await saved());
    writeFileSync(path, old);
    const drive = await openSimulatedDrive(path);
    await writeBlocks(drive, SECOND_LBA + 60, SECOND.subarray(60 * 2_352));
    const killed = readFileSync(path);
    await drive.close();
    expect(decodeFileHeader(killed)).toBe(CD_VERSION);
    const closed = readFileSync(path);
    for (const bytes of [killed, closed]) {
      writeFileSync(path, bytes);
      await using again = await openSimulatedDrive(path);
      expect(await readable(again, 0, FIRST)).toBe(320);
      expect(await readable(again, SECOND_LBA, SECOND)).toBe(310);
    }
    // Its header alone is new: no record follows yet.
    truncateSync(path, old.length);
    await expectSaved();
    {
      await using again = await openSimulatedDrive(path);
      await flush(again);
      await closeSession(again);
    }
    await using again = await openSimulatedDrive(path);
    expect(await discInformation(again)).toMatchObject({ discStatus: DiscStatus.Complete });
    expect(await readable(again, 0, FIRST)).toBe(320);
  });
});
