import { describe, expect, test } from '@jest/globals';
import { Drive } from '../../../src/drive/drive.ts';
import { closeTrackSession } from '../../../src/mmc/commands/close-track-session.ts';
import { readBufferCapacity } from '../../../src/mmc/commands/read-buffer-capacity.ts';
import { DiscStatus } from '../../../src/mmc/commands/read-disc-information.ts';
import { sendOpcInformation } from '../../../src/mmc/commands/send-opc-information.ts';
import { setCdSpeed } from '../../../src/mmc/commands/set-cd-speed.ts';
import { synchronizeCache } from '../../../src/mmc/commands/synchronize-cache.ts';
import { write10 } from '../../../src/mmc/commands/write-10.ts';
import { requestSense } from '../../../src/scsi/commands/request-sense.ts';
import { testUnitReady } from '../../../src/scsi/commands/test-unit-ready.ts';
import { VirtualClock } from '../../../src/simulator/clock.ts';
import { DriveBuffer } from '../../../src/simulator/drive/drive-buffer.ts';
import { SimulatedDrive } from '../../../src/simulator/index.ts';
import { burnAudio } from '../../../src/write/burn-audio.ts';
import { blocksOfNoise } from '../../support/sources.ts';
import { drainGenerator } from '../../support/tampered-transport.ts';
import { CD_TEXT } from '../../write/recipes/cd-sao/support.ts';
import {
  BLOCK_BYTES,
  blocks,
  burnTrack,
  closeSession,
  discInformation,
  flush,
  RESEND,
  run,
  selectPage05,
  senseOf,
  trackInformation,
  writeBlocks,
} from '../support.ts';

const bufferOf = (drive: SimulatedDrive, inBlocks = false) =>
  run(drive, readBufferCapacity({ inBlocks, allocationLength: 12 }));

describe('the buffer', () => {
  test('fills, refuses with 2/04/08 when full, and drains at the write speed', async () => {
    await using drive = new SimulatedDrive({ bufferBytes: 40 * BLOCK_BYTES, writeSpeeds: [1] });
    expect(await bufferOf(drive)).toMatchObject({
      bufferBytes: 40 * BLOCK_BYTES,
      availableBytes: 40 * BLOCK_BYTES,
    });
    await run(drive, write10({ lba: 0, lengthBlocks: 27 }, blocks(27)));
    const refused = await senseOf(run(drive, write10({ lba: 27, lengthBlocks: 27 }, blocks(27))));
    expect(refused).toMatchObject({ key: 2, asc: 0x04, ascq: 0x08 });
    expect((await bufferOf(drive, true)).availableBytes).toBeLessThanOrEqual(13);
    // A second is 75 blocks at 1x.
    await drive.clock.sleep((20 * 1_000) / 75);
    expect((await bufferOf(drive, true)).availableBytes).toBeGreaterThanOrEqual(33);
    await run(drive, write10({ lba: 27, lengthBlocks: 27 }, blocks(27)));
    expect(await trackInformation(drive)).toMatchObject({ nextWritableLba: 54 });
  });

  test('a host that resends refused WRITEs burns in the time that the speed implies', async () => {
    await using drive = new SimulatedDrive();
    await run(drive, setCdSpeed({ writeKBps: 8 * 177 }));
    const start = drive.clock.now();
    const reply = await sendAll(drive, 4_500);
    await flush(drive);
    const seconds = (drive.clock.now() - start) / 1_000;
    // A minute of sound at 8x takes 7.5 s, closing the track a little more.
    expect(seconds).toBeGreaterThan(7.5);
    expect(seconds).toBeLessThan(9);
    expect(reply.resends).toBeGreaterThan(0);
  });
});

describe('a block of a CD-TEXT lead-in, of 96 bytes,', () => {
  const SPEED = 4;
  const LEAD_IN_BLOCKS = 11_634 - 150;

  test('takes as long as one of sound: the lead-in lasts as long as it is, and no track seems too fast', async () => {
    const simulated = new SimulatedDrive({ writeSpeeds: [SPEED] });
    const sources = [blocksOfNoise(900, 1), blocksOfNoise(900, 2)];
    const begun = simulated.clock.now();
    const { result } = await drainGenerator(
      burnAudio(new Drive(simulated), sources, { writeType: 'sao', cdText: CD_TEXT, verify: 'none' }),
    );
    expect(result.warnings).toEqual([]);
    // Lead-in, pregap and tracks are sent; the drive makes the lead-out, 90 seconds.
    const seconds = (LEAD_IN_BLOCKS + 150 + 1_800 + 6_750) / 75 / SPEED;
    const took = (simulated.clock.now() - begun) / 1_000;
    expect(took).toBeGreaterThan(seconds);
    expect(took).toBeLessThan(seconds * 1.1 + 10);
    for (const { lengthBlocks, elapsedMs } of result.tracks) {
      const times = lengthBlocks / 75 / (elapsedMs / 1_000);
      expect(times).toBeLessThan(SPEED);
      expect(times).toBeGreaterThan(SPEED * 0.6);
    }
  });

  test('keeps its time while blocks of sound are already in the buffer after it', async () => {
    const clock = new VirtualClock();
    const buffer = new DriveBuffer(clock, 1_000_000);
    buffer.drainAt(75 / 1_000);
    buffer.take(750, 750 * 96);
    buffer.take(75, 75 * BLOCK_BYTES);
    buffer.finish();
    expect(buffer.msUntilEmpty).toBeCloseTo(11_000, 6);
    await clock.sleep(5_000);
    expect(buffer.waitingBytes).toBe(375 * 96 + 75 * BLOCK_BYTES);
    await clock.sleep(5_500);
    expect(buffer.waitingBlocks).toBeCloseTo(37.5, 6);
    await clock.sleep(500);
    expect(buffer.waitingBytes).toBe(0);
  });
});

async function sendAll(drive: SimulatedDrive, lengthBlocks: number): Promise<{ resends: number }> {
  const bytes = blocks(30);
  let resends = 0;
  for (let lba = 0; lba < lengthBlocks; lba += 27) {
    const count = Math.min(27, lengthBlocks - lba);
    const { cdb } = write10({ lba, lengthBlocks: count }, bytes.subarray(0, count * BLOCK_BYTES));
    const data = { direction: 'out', bytes: bytes.subarray(0, count * BLOCK_BYTES) } as const;
    const reply = await drive.send({ cdb, data, timeoutMs: 1_000, resend: RESEND });
    if (reply.outcome !== 'answered' || reply.status !== 0x00) throw new Error('WRITE failed');
    resends += reply.resends;
  }
  return { resends };
}

describe('long operations', () => {
  test('SYNCHRONIZE CACHE with IMMED: busy with progress, then the track is closed', async () => {
    await using drive = new SimulatedDrive();
    await writeBlocks(drive, 0, blocks(600));
    const start = drive.clock.now();
    await run(drive, synchronizeCache({ immediate: true }));
    expect(drive.clock.now() - start).toBeLessThan(10);
    const first = await senseOf(run(drive, testUnitReady({})));
    expect(first).toMatchObject({ key: 2, asc: 0x04, ascq: 0x07 });
    expect(first.progress).toBeLessThan(0.2);
    expect(await senseOf(discInformation(drive))).toMatchObject({ key: 2, asc: 0x04, ascq: 0x07 });
    expect(await senseOf(trackInformation(drive))).toMatchObject({ key: 2, asc: 0x04, ascq: 0x07 });
    let last = first;
    for (;;) {
      await drive.clock.sleep(100);
      const asked = await run(drive, requestSense({ allocationLength: 18 }));
      if (asked.key === 0) break;
      expect(asked.progress).toBeGreaterThanOrEqual(last.progress ?? 0);
      last = asked;
    }
    await run(drive, testUnitReady({}));
    expect(await trackInformation(drive, 1)).toMatchObject({ lengthBlocks: 600, nextWritableValid: false });
  });

  test('CLOSE SESSION takes as long as lead-in and lead-out do, immediate or not', async () => {
    for (const immediate of [false, true]) {
      await using drive = new SimulatedDrive({ writeSpeeds: [10] });
      await burnTrack(drive, blocks(300));
      const start = drive.clock.now();
      await run(drive, closeTrackSession({ closeFunction: 2, immediate }));
      if (immediate) {
        expect(drive.clock.now() - start).toBeLessThan(10);
        // A later MODE SELECT applies to the next session.
        await selectPage05(drive, { multiSession: 3 });
        await drive.clock.sleep(14_900);
        expect(await senseOf(discInformation(drive))).toMatchObject({ key: 2, asc: 0x04, ascq: 0x07 });
        await drive.clock.sleep(100);
      }
      // 11,250 blocks at 750 a second.
      expect(drive.clock.now() - start).toBeGreaterThanOrEqual(15_000);
      expect(drive.clock.now() - start).toBeLessThan(15_200);
      expect(await discInformation(drive)).toMatchObject({ discStatus: DiscStatus.Complete });
    }
  });

  test('calibration takes seconds, and is refused on a complete disc', async () => {
    await using drive = new SimulatedDrive();
    const start = drive.clock.now();
    await run(drive, sendOpcInformation({ doOpc: true }, []));
    expect(drive.clock.now() - start).toBeGreaterThan(1_000);
    await burnTrack(drive, blocks(300));
    await closeSession(drive);
    expect(await senseOf(run(drive, sendOpcInformation({ doOpc: true }, [])))).toMatchObject({ key: 5, asc: 0x30 });
  });
});
