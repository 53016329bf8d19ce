import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { readDiscState } from '../../../src/drive/disc-state.ts';
import { Drive } from '../../../src/drive/drive.ts';
import { blank } from '../../../src/mmc/commands/blank.ts';
import { DiscStatus, SessionState } from '../../../src/mmc/commands/read-disc-information.ts';
import { readPma, readToc } from '../../../src/mmc/commands/read-toc.ts';
import { write10 } from '../../../src/mmc/commands/write-10.ts';
import { Disc, openSimulatedDrive, SimulatedDrive } from '../../../src/simulator/index.ts';
import { blankDisc } from '../../../src/write/erase/blank.ts';
import { drainGenerator } from '../../support/tampered-transport.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import {
  BLOCK_BYTES,
  blocks,
  burnTrack,
  closeSession,
  closeTrack,
  discInformation,
  flush,
  powerCycle,
  readAudio,
  run,
  selectPage05,
  senseOf,
  trackInformation,
  writeBlocks,
} from '../support.ts';

/** One complete track and an interrupted second. Resolves with where the second begins and how much of it was burned. */
async function interruptedTrack(drive: SimulatedDrive, sentBlocks = 4_050) {
  await burnTrack(drive, blocks(310, 1));
  const { nextWritableLba: startLba } = await trackInformation(drive);
  await writeBlocks(drive, startLba, blocks(sentBlocks, 2));
  await powerCycle(drive);
  const { lengthBlocks } = await trackInformation(drive, 2);
  return { startLba, lengthBlocks };
}

describe('power that fails within a track', () => {
  test('leaves it damaged, without what was in the buffer; complete tracks are as they were', async () => {
    await using drive = new SimulatedDrive();
    const { startLba, lengthBlocks } = await interruptedTrack(drive);
    // The buffer holds 2 MiB: 891 blocks.
    expect(lengthBlocks).toBeGreaterThanOrEqual(4_050 - 892);
    expect(lengthBlocks).toBeLessThan(4_050);
    expect(await discInformation(drive)).toMatchObject({
      discStatus: DiscStatus.Appendable,
      lastSessionState: SessionState.Damaged,
      lastTrackInLastSession: 2,
    });
    expect(await trackInformation(drive, 2)).toMatchObject({
      damage: true,
      blank: false,
      nextWritableValid: false,
      freeBlocks: 0,
      startLba,
      lastRecordedValid: true,
      lastRecordedLba: startLba + lengthBlocks - 1,
    });
    expect(await trackInformation(drive)).toMatchObject({ track: 2, damage: true });
    expect((await run(drive, readPma({ allocationLength: 100 }))).entries).toMatchObject([{ point: 1 }]);
    const last = startLba + lengthBlocks - 1;
    expect(Buffer.compare(await readAudio(drive, last, 1), blocks(lengthBlocks, 2).subarray(-BLOCK_BYTES))).toBe(0);
    expect(await senseOf(readAudio(drive, last + 1, 1))).toMatchObject({ key: 8, information: last + 1 });
    expect(Buffer.compare(await readAudio(drive, 290, 10), blocks(300, 1).subarray(-10 * BLOCK_BYTES))).toBe(0);
    const goOn = run(drive, write10({ lba: last + 1, lengthBlocks: 1 }, blocks(1)));
    expect(await senseOf(goOn)).toMatchObject({ key: 5, asc: 0x21, ascq: 0x02 });
    // Flushing has nothing to flush and ends nothing.
    await flush(drive);
    expect(await trackInformation(drive, 2)).toMatchObject({ damage: true });
  });

  test('CLOSE TRACK closes it at the length it reached; the next follows', async () => {
    await using drive = new SimulatedDrive();
    const { startLba, lengthBlocks } = await interruptedTrack(drive);
    await closeTrack(drive, 2);
    expect(await trackInformation(drive, 2)).toMatchObject({ damage: false, startLba, lengthBlocks });
    expect(await discInformation(drive)).toMatchObject({ lastSessionState: SessionState.Incomplete });
    expect((await run(drive, readPma({ allocationLength: 100 }))).entries).toMatchObject([{ point: 1 }, { point: 2 }]);
    const third = startLba + lengthBlocks + 152;
    expect(await burnTrack(drive, blocks(300, 3))).toBe(third);
    expect(Buffer.compare(await readAudio(drive, third, 1), blocks(1, 3))).toBe(0);
    await closeSession(drive);
    expect((await run(drive, readToc({ allocationLength: 100 }))).lastTrack).toBe(3);
  });

  test('CLOSE SESSION closes it too', async () => {
    await using drive = new SimulatedDrive();
    const { startLba, lengthBlocks } = await interruptedTrack(drive);
    await closeSession(drive);
    expect(await discInformation(drive)).toMatchObject({ discStatus: DiscStatus.Complete });
    const { entries } = await run(drive, readToc({ allocationLength: 100 }));
    expect(entries.map((entry) => entry.startLba)).toEqual([0, startLba, startLba + lengthBlocks + 2]);
  });

  test('before anything of it was burned leaves no track', async () => {
    await using drive = new SimulatedDrive();
    await writeBlocks(drive, 0, blocks(27));
    await powerCycle(drive);
    expect(await discInformation(drive)).toMatchObject({ discStatus: DiscStatus.Blank });
    expect(await trackInformation(drive)).toMatchObject({ track: 1, blank: true, nextWritableLba: 0 });
    expect(await burnTrack(drive, blocks(301, 5))).toBe(0);
    expect(Buffer.compare(await readAudio(drive, 0, 27), blocks(27, 5))).toBe(0);
  });
});

describe('power that fails while', () => {
  test('a session is closed: no lead-in, nothing can be added, closing again repairs it', async () => {
    await using drive = new SimulatedDrive();
    await burnTrack(drive, blocks(300));
    await closeSession(drive, true);
    await drive.clock.sleep(1_000);
    await powerCycle(drive);
    expect(await discInformation(drive)).toMatchObject({
      discStatus: DiscStatus.Appendable,
      lastSessionState: SessionState.Damaged,
      sessions: 1,
    });
    expect(await senseOf(run(drive, readToc({ allocationLength: 100 })))).toMatchObject({ key: 5, asc: 0x24 });
    expect(await senseOf(trackInformation(drive))).toMatchObject({ key: 5, asc: 0x24 });
    expect(await trackInformation(drive, 1)).toMatchObject({ lengthBlocks: 300, damage: false });
    await closeSession(drive);
    expect(await discInformation(drive)).toMatchObject({ discStatus: DiscStatus.Complete });
    expect((await run(drive, readToc({ allocationLength: 100 }))).lastTrack).toBe(1);
  });

  test.each([0, 1] as const)('a CD-RW is erased (type %i): it must be erased again', async (blankingType) => {
    await using drive = new SimulatedDrive({ disc: Disc.blank('CD-RW') });
    await burnTrack(drive, blocks(300));
    await run(drive, blank({ blankingType, immediate: true }));
    await drive.clock.sleep(20_000);
    await powerCycle(drive);
    expect(await discInformation(drive)).toMatchObject({
      discStatus: DiscStatus.Other,
      lastSessionState: SessionState.Damaged,
    });
    expect(await trackInformation(drive, 1)).toMatchObject({ damage: true, blank: true, nextWritableValid: false });
    expect(await senseOf(readAudio(drive, 0, 1))).toMatchObject({ key: 8 });
    expect(await senseOf(run(drive, write10({ lba: 0, lengthBlocks: 1 }, blocks(1))))).toMatchObject({ key: 5 });
    const program = new Drive(drive);
    expect(await readDiscState(program)).toMatchObject({ status: 'other', tracks: [], nextWritableLba: null });
    const { result } = await drainGenerator(blankDisc(program));
    expect(result).toMatchObject({ status: 'blank' });
    expect(await burnTrack(drive, blocks(300))).toBe(0);
  });
});

describe('a saved disc', () => {
  let folder = '';
  beforeEach(() => {
    folder = temporaryFolder();
  });

  test('stays as the failure left it', async () => {
    const path = join(folder, 'my.disc');
    let broken = { startLba: 0, lengthBlocks: 0 };
    {
      await using drive = await openSimulatedDrive(path);
      broken = await interruptedTrack(drive, 1_200);
    }
    {
      await using drive = await openSimulatedDrive(path);
      expect(await trackInformation(drive, 2)).toMatchObject({ damage: true, ...broken });
      const end = broken.startLba + broken.lengthBlocks;
      expect(await senseOf(readAudio(drive, end, 1))).toMatchObject({ key: 8, information: end });
      await closeTrack(drive, 2);
      // This was the place of blocks that never left the buffer.
      const third = await burnTrack(drive, blocks(600, 4));
      expect(Buffer.compare(await readAudio(drive, third, 20), blocks(20, 4))).toBe(0);
      await selectPage05(drive, { multiSession: 3 });
      await closeSession(drive, true);
      await drive.losePower();
    }
    await using drive = await openSimulatedDrive(path);
    expect(await discInformation(drive)).toMatchObject({ lastSessionState: SessionState.Damaged });
    await selectPage05(drive, { multiSession: 3 });
    await closeSession(drive);
    expect(await discInformation(drive)).toMatchObject({ lastSessionState: SessionState.Empty, sessions: 2 });
  });
});
