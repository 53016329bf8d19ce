import { describe, expect, test } from '@jest/globals';
import { getPerformance, getWriteSpeeds } from '../../../src/mmc/commands/get-performance.ts';
import { setCdSpeed } from '../../../src/mmc/commands/set-cd-speed.ts';
import { setStreaming } from '../../../src/mmc/commands/set-streaming.ts';
import { SimulatedDrive, type SimulatedDriveOptions } from '../../../src/simulator/index.ts';
import { BLOCK_BYTES, blocks, burnTrack, closeSession, flush, run, senseOf, writeBlocks } from '../support.ts';

const nominal = async (drive: SimulatedDrive) =>
  (await run(drive, getPerformance({ write: true, maxDescriptors: 10 }))).entries;

/** How long writing each of `minutes` minutes of sound takes, in seconds. */
async function secondsPerMinute(options: SimulatedDriveOptions, minutes: number): Promise<number[]> {
  await using drive = new SimulatedDrive({ bufferBytes: 100 * BLOCK_BYTES, ...options });
  const minute = blocks(4_500);
  const times: number[] = [];
  for (let count = 0; count < minutes; count++) {
    const start = drive.clock.now();
    await writeBlocks(drive, count * 4_500, minute);
    times.push((drive.clock.now() - start) / 1_000);
  }
  await flush(drive);
  return times;
}

describe('how the disc turns', () => {
  test('CLV: the same speed everywhere, and GET PERFORMANCE says so', async () => {
    await using drive = new SimulatedDrive({ writeSpeeds: [10] });
    expect(await nominal(drive)).toMatchObject([{ startLba: 0, startKBps: 1_764, endKBps: 1_764 }]);
    const times = await secondsPerMinute({ writeSpeeds: [10] }, 3);
    for (const seconds of times.slice(1)) expect(seconds).toBeCloseTo(6, 1);
  });

  test('CAV: faster the farther out, from under half of the speed at the edge', async () => {
    await using drive = new SimulatedDrive({ writeSpeeds: [24, 48], writeRotation: 'cav' });
    const [entry] = await nominal(drive);
    expect(entry).toMatchObject({ startLba: 0, endKBps: 8_465 });
    // As 52x drives of the time: 22x at the centre.
    expect((entry?.startKBps ?? 0) / 8_465).toBeCloseTo(25 / 58, 2);
    const speeds = (await run(drive, getWriteSpeeds({ maxDescriptors: 10 }))).entries;
    expect(speeds).toMatchObject([
      { rotationControl: 1, writeKBps: 8_467 },
      { rotationControl: 1, writeKBps: 4_233 },
    ]);
    const times = await secondsPerMinute({ writeSpeeds: [48], writeRotation: 'cav' }, 3);
    expect(times[1]).toBeGreaterThan(60 / 24);
    expect(times[2]).toBeLessThan(times[1] ?? 0);
  });

  test('zones: a speed that rises in steps', async () => {
    const writeRotation = [
      { fromLba: -150, speed: 16 },
      { fromLba: 9_000, speed: 24 },
      { fromLba: 100_000, speed: 32 },
    ];
    await using drive = new SimulatedDrive({ writeSpeeds: [8, 16, 24, 32], writeRotation });
    expect(await nominal(drive)).toMatchObject([
      { startLba: 0, startKBps: 2_822, endLba: 8_999, endKBps: 2_822 },
      { startLba: 9_000, startKBps: 4_233, endLba: 99_999 },
      { startLba: 100_000, startKBps: 5_644, endKBps: 5_644 },
    ]);
    await run(drive, setCdSpeed({ writeKBps: 8 * 177 }));
    expect((await nominal(drive)).map(({ startKBps }) => startKBps)).toEqual([1_411, 1_411, 1_411]);
    const times = await secondsPerMinute({ writeSpeeds: [32], writeRotation }, 4);
    expect(times[1]).toBeCloseTo(60 / 16, 0);
    expect(times[3]).toBeCloseTo(60 / 24, 1);
  });

  test('lead-in and lead-out take the time of their blocks at their place on the disc', async () => {
    const closingSeconds = async (writeRotation: 'clv' | 'cav') => {
      await using drive = new SimulatedDrive({ writeSpeeds: [40], writeRotation });
      await burnTrack(drive, blocks(300));
      const start = drive.clock.now();
      await closeSession(drive);
      return (drive.clock.now() - start) / 1_000;
    };
    expect(await closingSeconds('clv')).toBeCloseTo(11_250 / 75 / 40, 1);
    expect(await closingSeconds('cav')).toBeCloseTo(11_250 / 75 / 40 / (25 / 58), 0);
  });
});

describe('SET STREAMING', () => {
  const streaming = (writeKB: number, more: { exact?: boolean; restoreDefaults?: boolean } = {}) =>
    setStreaming({}, { startLba: 0, endLba: 359_000, readKB: 8_467, writeKB, ...more });

  test('uses the next lower speed; an exact one that the drive does not have is refused', async () => {
    await using drive = new SimulatedDrive({ writeSpeeds: [4, 8, 16] });
    await run(drive, streaming(2_000));
    expect(drive.burner.speeds.write).toBe(8);
    expect(await senseOf(run(drive, streaming(2_000, { exact: true })))).toMatchObject({ key: 5, asc: 0x26 });
    expect(drive.burner.speeds.write).toBe(8);
    await run(drive, streaming(705, { exact: true }));
    expect(drive.burner.speeds.write).toBe(4);
    await run(drive, streaming(0, { restoreDefaults: true }));
    expect(drive.burner.speeds.write).toBe(16);
  });
});
