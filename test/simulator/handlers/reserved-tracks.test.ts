import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { DiscStatus, SessionState } from '../../../src/mmc/commands/read-disc-information.ts';
import { readPma, readToc } from '../../../src/mmc/commands/read-toc.ts';
import { reserveTrack, reserveTrackUpTo } from '../../../src/mmc/commands/reserve-track.ts';
import { write10 } from '../../../src/mmc/commands/write-10.ts';
import { openSimulatedDrive, SimulatedDrive } from '../../../src/simulator/index.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import {
  BLOCK_BYTES,
  blocks,
  burnTrack,
  closeSession,
  discInformation,
  flush,
  powerCycle,
  readAudio,
  run,
  senseOf,
  trackInformation,
  writeBlocks,
} from '../support.ts';

const reserve = (drive: SimulatedDrive, reservationBlocks: number) => run(drive, reserveTrack({ reservationBlocks }));

describe('RESERVE TRACK', () => {
  test('reserves space, which can be filled after the track that follows it', async () => {
    await using drive = new SimulatedDrive();
    await reserve(drive, 1_000);
    expect(await discInformation(drive)).toMatchObject({
      discStatus: DiscStatus.Appendable,
      lastSessionState: SessionState.Incomplete,
      lastTrackInLastSession: 2,
    });
    expect(await trackInformation(drive, 1)).toMatchObject({
      reserved: true,
      blank: true,
      startLba: 0,
      nextWritableValid: true,
      nextWritableLba: 0,
      freeBlocks: 1_000,
      lengthBlocks: 1_000,
    });
    expect((await run(drive, readPma({ allocationLength: 100 }))).entries).toMatchObject([{ point: 1 }]);
    expect(await burnTrack(drive, blocks(300, 2))).toBe(1_152);
    expect(await senseOf(readAudio(drive, 0, 1))).toMatchObject({ key: 8, information: 0 });
    // 5/72/04 session fixation error, empty or partially written reserved track.
    expect(await senseOf(closeSession(drive))).toMatchObject({ key: 5, asc: 0x72, ascq: 0x04 });

    await writeBlocks(drive, 0, blocks(700, 1));
    expect(await trackInformation(drive)).toMatchObject({ track: 1, nextWritableLba: 700, freeBlocks: 300 });
    await flush(drive);
    expect(await trackInformation(drive, 1)).toMatchObject({ reserved: true, blank: false, lengthBlocks: 1_000 });
    expect(await trackInformation(drive)).toMatchObject({ track: 3, nextWritableLba: 1_152 + 452 });
    await closeSession(drive);
    const { entries } = await run(drive, readToc({ allocationLength: 100 }));
    expect(entries.map(({ startLba }) => startLba)).toEqual([0, 1_152, 1_454]);
    expect(Buffer.compare(await readAudio(drive, 690, 10), blocks(700, 1).subarray(-10 * BLOCK_BYTES))).toBe(0);
    expect((await readAudio(drive, 990, 10)).every((byte) => byte === 0)).toBe(true);
  });

  test('is refused by address, without enough space, within a track and on a closed disc', async () => {
    await using drive = new SimulatedDrive();
    expect(await senseOf(run(drive, reserveTrackUpTo({ lba: 1_000 })))).toMatchObject({ asc: 0x24 });
    expect(await senseOf(reserve(drive, 360_000))).toMatchObject({
      asc: 0x24,
      fieldPointer: { in: 'cdb', byte: 5 },
    });
    await writeBlocks(drive, 0, blocks(1));
    expect(await senseOf(reserve(drive, 300))).toMatchObject({ asc: 0x2c, ascq: 0 });
    await flush(drive);
    await closeSession(drive);
    expect(await senseOf(reserve(drive, 300))).toMatchObject({ asc: 0x30, ascq: 0x05 });
  });

  test('no block goes past its end, and 300 blocks is the minimum', async () => {
    await using drive = new SimulatedDrive();
    await reserve(drive, 1);
    await writeBlocks(drive, 0, blocks(297));
    const beyond = run(drive, write10({ lba: 297, lengthBlocks: 4 }, blocks(4)));
    expect(await senseOf(beyond)).toMatchObject({ key: 5, asc: 0x21, ascq: 0x00 });
    await writeBlocks(drive, 297, blocks(3));
    await flush(drive);
    expect(await trackInformation(drive)).toMatchObject({ track: 2, nextWritableLba: 452 });
  });

  test('is kept in a saved disc, begun or not', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'my.disc');
    const later = async (look: (drive: SimulatedDrive) => Promise<void>) => {
      await using drive = await openSimulatedDrive(path);
      await look(drive);
    };
    await later(async (drive) => {
      await reserve(drive, 500);
      await reserve(drive, 400);
    });
    await later((drive) => writeBlocks(drive, 0, blocks(310, 1)));
    await later(async (drive) => {
      expect(await trackInformation(drive, 1)).toMatchObject({ nextWritableLba: 310, freeBlocks: 190 });
      expect(await trackInformation(drive, 2)).toMatchObject({ startLba: 652, blank: true, freeBlocks: 400 });
      await writeBlocks(drive, 310, blocks(5, 2));
      await flush(drive);
      expect(Buffer.compare(await readAudio(drive, 310, 5), blocks(5, 2))).toBe(0);
      expect(await burnTrack(drive, blocks(300, 3))).toBe(652 + 552);
    });
  });

  test('power that fails before a block was burned leaves the space reserved', async () => {
    await using drive = new SimulatedDrive();
    await reserve(drive, 500);
    await writeBlocks(drive, 0, blocks(20));
    await powerCycle(drive);
    expect(await trackInformation(drive, 1)).toMatchObject({ reserved: true, blank: true, freeBlocks: 500 });
    await writeBlocks(drive, 0, blocks(20, 3));
    await flush(drive);
    expect(Buffer.compare(await readAudio(drive, 0, 20), blocks(20, 3))).toBe(0);
  });
});
