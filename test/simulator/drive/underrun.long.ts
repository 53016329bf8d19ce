import { describe, expect, test } from '@jest/globals';
import { readDiscState } from '../../../src/drive/disc-state.ts';
import { Drive } from '../../../src/drive/drive.ts';
import { readCd, SectorType } from '../../../src/mmc/commands/read-cd.ts';
import { synchronizeCache } from '../../../src/mmc/commands/synchronize-cache.ts';
import { write10 } from '../../../src/mmc/commands/write-10.ts';
import { testUnitReady } from '../../../src/scsi/commands/test-unit-ready.ts';
import { SimulatedDrive } from '../../../src/simulator/index.ts';
import { burnAudio } from '../../../src/write/burn-audio.ts';
import { BurnError } from '../../../src/write/engine/burn-error.ts';
import { blocksOfNoise } from '../../support/sources.ts';
import { drainGenerator } from '../../support/tampered-transport.ts';
import {
  BLOCK_BYTES,
  blocks,
  closeSession,
  closeTrack,
  flush,
  run,
  selectPage05,
  senseOf,
  trackInformation,
  writeBlocks,
} from '../support.ts';

/** A second is 75 blocks; the buffer holds 40. */
const slow = () => new SimulatedDrive({ bufferBytes: 40 * BLOCK_BYTES, writeSpeeds: [1] });
const second = 1_000;

describe('a buffer that runs empty', () => {
  test('before it was full for the first time is not an underrun: the laser is off', async () => {
    await using drive = slow();
    await writeBlocks(drive, 0, blocks(20));
    await drive.clock.sleep(10 * second);
    expect(drive.burner.buffer.waitingBytes).toBe(20 * BLOCK_BYTES);
    await writeBlocks(drive, 20, blocks(280));
    await flush(drive);
    expect(drive.statistics).toMatchObject({ links: 0, ruinedTracks: 0 });
    expect(await trackInformation(drive, 1)).toMatchObject({ lengthBlocks: 300 });
  });

  test('with BUFE the drive continues after a link, and counts it', async () => {
    await using drive = slow();
    for (let lba = 0; lba < 300; lba += 100) {
      await writeBlocks(drive, lba, blocks(100, lba));
      await drive.clock.sleep(5 * second);
    }
    await flush(drive);
    const { links, ruinedTracks, refusedWrites } = drive.statistics;
    expect({ links, ruinedTracks }).toEqual({ links: 3, ruinedTracks: 0 });
    expect(refusedWrites).toBeGreaterThan(0);
    const read = readCd({ sectorType: SectorType.Audio, startLba: 100, lengthBlocks: 20, userData: true });
    expect(await run(drive, read)).toEqual(blocks(20, 100));
  });

  test('without BUFE the track is ruined, the next command says so, and nothing more can be written to it', async () => {
    await using drive = slow();
    const other = drive.connect();
    await selectPage05(drive, { bufferUnderrunFree: false });
    await writeBlocks(drive, 0, blocks(310));
    await drive.clock.sleep(5 * second);
    await run(other, testUnitReady({}));
    const late = () => run(drive, write10({ lba: 310, lengthBlocks: 20 }, blocks(20)));
    expect(await senseOf(late())).toMatchObject({ key: 3, asc: 0x0c, ascq: 0x09, deferred: true, information: 310 });
    expect(await senseOf(late())).toMatchObject({ key: 5, asc: 0x21, ascq: 0x02, deferred: false });
    expect(await trackInformation(drive, 1)).toMatchObject({ damage: true, nextWritableValid: false });
    expect(drive.statistics.ruinedTracks).toBe(1);
    await closeTrack(drive, 1);
    await closeSession(drive);
    expect(await trackInformation(drive, 1)).toMatchObject({ damage: false, lengthBlocks: 310 });
  });

  test('a test write gets the error as well, and the disc stays as it was', async () => {
    await using drive = slow();
    await selectPage05(drive, { bufferUnderrunFree: false, testWrite: true });
    await writeBlocks(drive, 0, blocks(310));
    await drive.clock.sleep(5 * second);
    expect(await senseOf(trackInformation(drive))).toMatchObject({ asc: 0x0c, ascq: 0x09, deferred: true });
    expect(await trackInformation(drive)).toMatchObject({ damage: true });
    await selectPage05(drive, { testWrite: false });
    expect(await trackInformation(drive)).toMatchObject({ blank: true, nextWritableLba: 0, damage: false });
  });

  test('a flush ends the writing before an underrun', async () => {
    await using drive = slow();
    await selectPage05(drive, { bufferUnderrunFree: false });
    await writeBlocks(drive, 0, blocks(310));
    await run(drive, synchronizeCache({ immediate: true }));
    await drive.clock.sleep(20 * second);
    await run(drive, testUnitReady({}));
    expect(drive.statistics).toMatchObject({ links: 0, ruinedTracks: 0 });
  });
});

describe('a burn from a source that is too slow', () => {
  const burn = async (bufferUnderrunFree: boolean) => {
    const simulated = slow();
    const drive = new Drive(simulated);
    const source = blocksOfNoise(400, 1, {
      onRead: (position) => (position > 100 * BLOCK_BYTES ? simulated.clock.sleep(2 * second) : undefined),
    });
    const outcome = await drainGenerator(burnAudio(drive, [source], { bufferUnderrunFree, fifoBytes: 0 })).catch(
      (reason: unknown) => reason,
    );
    return { drive, simulated, outcome };
  };

  test('is intact with buffer-underrun protection', async () => {
    const { simulated, outcome } = await burn(true);
    expect(outcome).toMatchObject({ result: { disc: { status: 'complete' } } });
    expect(simulated.statistics.links).toBeGreaterThan(3);
  });

  test('fails with an explanation without it', async () => {
    const { drive, outcome } = await burn(false);
    expect(outcome).toBeInstanceOf(BurnError);
    expect((outcome as BurnError).message).toMatch(/track 1.*3\/0C\/09/);
    expect(await readDiscState(drive)).toMatchObject({ tracks: [{ number: 1 }] });
  });
});
