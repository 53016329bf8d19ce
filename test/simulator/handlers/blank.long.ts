import { copyFileSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { blank } from '../../../src/mmc/commands/blank.ts';
import { DiscStatus, SessionState } from '../../../src/mmc/commands/read-disc-information.ts';
import { readPma, readToc } from '../../../src/mmc/commands/read-toc.ts';
import { testUnitReady } from '../../../src/scsi/commands/test-unit-ready.ts';
import { Journal } from '../../../src/simulator/disc-file/journal.ts';
import { Disc, openSimulatedDrive, SimulatedDrive } from '../../../src/simulator/index.ts';
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
  selectPage05,
  senseOf,
  trackInformation,
  writeBlocks,
} from '../support.ts';

const rewritable = (kind: 'CD-RW' | 'CD-RW HS' = 'CD-RW HS') => new SimulatedDrive({ disc: Disc.blank(kind) });

const TYPES = [
  ['minimal', 1],
  ['whole disc', 0],
] as const;

describe('BLANK', () => {
  test.each(TYPES)('%s: burned, erased, burned again', async (_name, blankingType) => {
    await using drive = rewritable();
    await burnTrack(drive, blocks(400, 1));
    await burnTrack(drive, blocks(350, 2));
    await closeSession(drive);
    expect(await discInformation(drive)).toMatchObject({ discStatus: DiscStatus.Complete, erasable: true });
    await run(drive, blank({ blankingType }));
    expect(await discInformation(drive)).toMatchObject({
      discStatus: DiscStatus.Blank,
      lastSessionState: SessionState.Empty,
      sessions: 1,
      lastTrackInLastSession: 1,
    });
    expect(await senseOf(run(drive, readToc({ allocationLength: 100 })))).toMatchObject({ key: 5 });
    expect((await run(drive, readPma({ allocationLength: 100 }))).entries).toEqual([]);
    expect(await senseOf(readAudio(drive, 0, 1))).toMatchObject({ key: 8 });
    expect(await trackInformation(drive)).toMatchObject({ track: 1, nextWritableLba: 0, blank: true });

    expect(await burnTrack(drive, blocks(310, 3))).toBe(0);
    expect(Buffer.compare(await readAudio(drive, 290, 20), blocks(310, 3).subarray(290 * BLOCK_BYTES))).toBe(0);
    // What the second track of the first burn left there cannot be reached.
    expect(await senseOf(readAudio(drive, 560, 1))).toMatchObject({ key: 8, information: 560 });
    await closeSession(drive);
    expect((await run(drive, readToc({ allocationLength: 100 }))).lastTrack).toBe(1);
  });

  test.each([
    ['minimal', 1, 'CD-RW', 40_000, 60_000],
    ['minimal', 1, 'CD-RW HS', 25_000, 40_000],
    ['whole disc', 0, 'CD-RW', 1_200_000, 1_300_000],
    ['whole disc', 0, 'CD-RW HS', 400_000, 450_000],
  ] as const)(
    '%s (type %i) of a %s takes its time, reported as progress',
    async (_name, blankingType, kind, least, most) => {
      await using drive = rewritable(kind);
      await burnTrack(drive, blocks(300));
      const begun = drive.clock.now();
      await run(drive, blank({ blankingType, immediate: true }));
      expect(drive.clock.now() - begun).toBeLessThan(10);
      await drive.clock.sleep(least / 2);
      const busy = await senseOf(run(drive, testUnitReady({})));
      expect(busy).toMatchObject({ key: 2, asc: 0x04, ascq: 0x07 });
      expect(busy.progress).toBeGreaterThan(0.3);
      expect(busy.progress).toBeLessThan(0.7);
      await drive.clock.sleep(most - least / 2);
      await run(drive, testUnitReady({}));
      expect(await discInformation(drive)).toMatchObject({ discStatus: DiscStatus.Blank });

      const blockedFrom = drive.clock.now();
      await run(drive, blank({ blankingType }));
      expect(drive.clock.now() - blockedFrom).toBeGreaterThan(least);
      expect(drive.clock.now() - blockedFrom).toBeLessThan(most);
    },
  );

  test.each([2, 3, 5, 6, 7])('type %i is unknown, and erases nothing', async (type) => {
    await using drive = rewritable();
    await burnTrack(drive, blocks(300));
    expect(await senseOf(run(drive, blank({ blankingType: type as 2, address: 1 })))).toMatchObject({
      key: 5,
      asc: 0x24,
      ascq: 0,
      fieldPointer: { in: 'cdb', byte: 1, bit: 2 },
    });
    expect(await trackInformation(drive, 1)).toMatchObject({ lengthBlocks: 300 });
  });

  test('a CD-R stays as it is', async () => {
    await using drive = new SimulatedDrive();
    await burnTrack(drive, blocks(300));
    for (const [, blankingType] of TYPES) {
      expect(await senseOf(run(drive, blank({ blankingType })))).toMatchObject({ key: 5, asc: 0x30, ascq: 0x05 });
    }
    expect(await trackInformation(drive, 1)).toMatchObject({ lengthBlocks: 300 });
  });

  test('the tail of the last track of an open session: writing continues there', async () => {
    await using drive = rewritable();
    await burnTrack(drive, blocks(300, 1));
    const start = await burnTrack(drive, blocks(600, 2));
    const tail = (address: number) => run(drive, blank({ blankingType: 4, address }));
    expect(await senseOf(tail(10))).toMatchObject({ asc: 0x24, fieldPointer: { in: 'cdb', byte: 2 } });
    await tail(start + 400);
    expect(await trackInformation(drive)).toMatchObject({ track: 2, startLba: start, nextWritableLba: start + 400 });
    expect(await senseOf(readAudio(drive, start + 400, 1))).toMatchObject({ key: 8 });
    await writeBlocks(drive, start + 400, blocks(50, 3));
    await flush(drive);
    expect(await trackInformation(drive, 2)).toMatchObject({ startLba: start, lengthBlocks: 450 });
    const middle = Buffer.concat([blocks(600, 2).subarray(390 * BLOCK_BYTES, 400 * BLOCK_BYTES), blocks(10, 3)]);
    expect(Buffer.compare(await readAudio(drive, start + 390, 20), middle)).toBe(0);
    // Erasing from its first block removes the whole track.
    await tail(start);
    expect(await trackInformation(drive)).toMatchObject({ track: 2, blank: true, nextWritableLba: start });
    await closeSession(drive);
    expect(await senseOf(tail(100))).toMatchObject({ asc: 0x24 });
  });
});

describe('a saved CD-RW', () => {
  let folder = '';
  beforeEach(() => {
    folder = temporaryFolder();
  });
  const file = (name = 'my.disc') => join(folder, name);
  const open = (name?: string) => openSimulatedDrive(file(name), { medium: 'CD-RW HS' });

  test.each(TYPES)('%s: the file contains nothing that was erased, and stays usable', async (_name, blankingType) => {
    {
      await using drive = await open();
      await burnTrack(drive, blocks(400, 7));
      await closeSession(drive);
      const full = statSync(file()).size;
      await run(drive, blank({ blankingType }));
      expect(statSync(file()).size).toBeLessThan(full / 100);
      await burnTrack(drive, blocks(320, 8));
    }
    expect(readFileSync(file()).includes(Buffer.from(blocks(1, 7)))).toBe(false);
    await using drive = await open();
    expect(await trackInformation(drive, 1)).toMatchObject({ startLba: 0, lengthBlocks: 320 });
    expect(Buffer.compare(await readAudio(drive, 300, 20), blocks(320, 8).subarray(300 * BLOCK_BYTES))).toBe(0);
    expect(readdirSync(folder).toSorted()).toEqual(['my.disc', 'my.disc.lock']);
  });

  test('where an open file cannot be replaced, the old blocks stay in it but cannot be read', async () => {
    const replaceFile = jest.spyOn(Journal.prototype, 'replaceFile').mockResolvedValue(false);
    try {
      await using drive = await open();
      await burnTrack(drive, blocks(400, 7));
      await run(drive, blank({ blankingType: 1 }));
      await burnTrack(drive, blocks(310, 8));
      expect(replaceFile).toHaveBeenCalled();
    } finally {
      replaceFile.mockRestore();
    }
    await using drive = await open();
    expect(await trackInformation(drive, 1)).toMatchObject({ lengthBlocks: 310 });
    expect(Buffer.compare(await readAudio(drive, 290, 20), blocks(310, 8).subarray(290 * BLOCK_BYTES))).toBe(0);
    expect(await senseOf(readAudio(drive, 350, 1))).toMatchObject({ key: 8 });
  });

  test('a process that dies before the new file replaces the old one leaves the old disc', async () => {
    {
      await using drive = await open();
      await burnTrack(drive, blocks(400, 7));
    }
    writeFileSync(`${file()}.discwright-new`, 'discwright disc\nand then');
    {
      await using drive = await open();
      expect(await trackInformation(drive, 1)).toMatchObject({ lengthBlocks: 400 });
    }
    expect(readdirSync(folder)).toEqual(['my.disc']);
  });

  test('loads wherever its end is cut off, whatever was erased, and can still be written', async () => {
    {
      await using drive = await open();
      await burnTrack(drive, blocks(310, 1));
      await run(drive, blank({ blankingType: 1 }));
      await burnTrack(drive, blocks(400, 2));
      await run(drive, blank({ blankingType: 4, address: 300 }));
      await writeBlocks(drive, 300, blocks(54, 3));
      await powerCycle(drive);
      await closeSession(drive);
    }
    const whole = statSync(file()).size;
    const cutAt = async (size: number) => {
      copyFileSync(file(), file('cut.disc'));
      truncateSync(file('cut.disc'), size);
      await using drive = await open('cut.disc');
      await selectPage05(drive, { multiSession: 3 });
      if ((await discInformation(drive)).discStatus === DiscStatus.Complete) return;
      await flush(drive);
      await closeSession(drive);
      const { discStatus } = await discInformation(drive);
      if (discStatus !== DiscStatus.Blank) {
        const { lengthBlocks } = await trackInformation(drive, 1);
        expect(lengthBlocks).toBeGreaterThanOrEqual(300);
        expect(Buffer.compare(await readAudio(drive, 0, 10), blocks(10, 2))).toBe(0);
      }
      await burnTrack(drive, blocks(3));
    };
    await fc.assert(fc.asyncProperty(fc.integer({ min: 0, max: whole }), cutAt), { numRuns: 30 });
    await fc.assert(fc.asyncProperty(fc.integer({ min: whole - 2_500, max: whole }), cutAt), { numRuns: 20 });
  });
});
