import { describe, expect, test } from '@jest/globals';
import { Drive } from '../../../src/drive/drive.ts';
import { ripDisc } from '../../../src/index.ts';
import { ReadingMeter } from '../../../src/read/rip/reading-meter.ts';
import { Readings } from '../../../src/read/rip/readings.ts';
import { SimulatedDrive } from '../../../src/simulator/index.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { drain } from '../recorded-disc.ts';
import { driveWith, twoTracks } from './discs.ts';

const reading = (startLba: number, lengthBlocks: number) => ({
  startLba,
  lengthBlocks,
  readBlocks: lengthBlocks * 2,
  readMs: lengthBlocks,
  c2Blocks: 1,
});

describe('readings of a disc', () => {
  test('are few however long it is, and have all of it', () => {
    const readings = new Readings(360_000, 1);
    for (let lba = 0; lba < 360_000; lba += 26) readings.add(reading(lba, Math.min(26, 360_000 - lba)));
    const { all } = readings;
    expect(all.length).toBeGreaterThan(150);
    expect(all.length).toBeLessThanOrEqual(200);
    const sum = (of: (each: (typeof all)[0]) => number) => all.reduce((total, each) => total + of(each), 0);
    expect(sum(({ lengthBlocks }) => lengthBlocks)).toBe(360_000);
    expect(sum(({ readMs }) => readMs)).toBeCloseTo(360_000);
    expect(sum(({ c2Blocks }) => c2Blocks)).toBe(Math.ceil(360_000 / 26));
    for (const [index, { startLba }] of all.slice(1).entries()) {
      expect(startLba).toBe((all[index]?.startLba ?? 0) + (all[index]?.lengthBlocks ?? 0));
    }
  });

  test('begin anew where blocks are left out', () => {
    const readings = new Readings(10_000, 2);
    for (const lba of [0, 20, 500, 520]) readings.add(reading(lba, 20));
    expect(readings.all).toMatchObject([
      { startLba: 0, lengthBlocks: 40, readBlocks: 80, readMs: 40, c2Blocks: 2 },
      { startLba: 500, lengthBlocks: 40 },
    ]);
  });

  test('count the time in which the drive reads, once for commands that overlap', async () => {
    let now = 0;
    const meter = new ReadingMeter({ now: () => now });
    const answers: (() => void)[] = [];
    const begin = (lengthBlocks: number) =>
      meter.during(lengthBlocks, () => new Promise<void>((done) => answers.push(done)));
    const commands = [begin(10), begin(5)];
    now = 100;
    answers[0]?.();
    await commands[0];
    now = 150;
    answers[1]?.();
    await commands[1];
    now = 1_000;
    meter.flag([3, 4, 12, 300]);
    expect(meter.take(0, 10)).toEqual({ startLba: 0, lengthBlocks: 10, readBlocks: 15, readMs: 150, c2Blocks: 2 });
    expect(meter.take(10, 10)).toMatchObject({ readBlocks: 0, readMs: 0, c2Blocks: 1 });
    await expect(meter.during(1, async () => Promise.reject(new Error('unreadable')))).rejects.toThrow('unreadable');
    expect(meter.take(20, 1)).toMatchObject({ readBlocks: 0 });
  });
});

describe('a rip measures', () => {
  const speedOf = ({ lengthBlocks, readMs }: { lengthBlocks: number; readMs: number }) =>
    ((lengthBlocks / readMs) * 1_000) / 75;

  test.each([
    [1, 8],
    [2, 4],
    [4, 2],
  ])('the speed of the drive, divided by %i passes', async (passes, times) => {
    const { disc } = await twoTracks();
    const drive = new Drive(new SimulatedDrive({ disc, readSpeeds: [8] }));
    const { readings } = await drain(ripDisc(drive, { directory: temporaryFolder(), passes, c2: false }));
    const blocks = readings.reduce((sum, { lengthBlocks }) => sum + lengthBlocks, 0);
    expect(blocks).toBe(1_503);
    const [first = reading(0, 0)] = readings;
    expect(first.startLba).toBe(0);
    expect(first.readBlocks / first.lengthBlocks).toBeCloseTo(passes, 0);
    expect(speedOf(first)).toBeGreaterThan(times * 0.8);
    expect(speedOf(first)).toBeLessThanOrEqual(times * 1.01);
  });

  test('how long a scratch held it up, and which blocks had C2 errors', async () => {
    const { disc } = await twoTracks();
    const { drive, simulated } = driveWith(disc);
    simulated.inject({ at: {}, does: { scratch: { fromLba: 1_200, toLba: 1_202, kind: 'c2' } } });
    const { readings } = await drain(ripDisc(drive, { directory: temporaryFolder() }));
    const worn = readings.find(({ startLba, lengthBlocks }) => startLba <= 1_200 && startLba + lengthBlocks > 1_202);
    const [first = reading(0, 0)] = readings;
    expect(worn?.c2Blocks).toBe(3);
    expect(first.c2Blocks).toBe(0);
    expect(speedOf(worn ?? first)).toBeLessThan(speedOf(first) / 4);
    expect(worn?.readBlocks).toBeGreaterThan(2 * (worn?.lengthBlocks ?? 0));
  });

  test('each area by itself when only some tracks are chosen', async () => {
    const { disc } = await twoTracks();
    const { drive } = driveWith(disc);
    const { readings } = await drain(ripDisc(drive, { directory: temporaryFolder(), tracks: [2] }));
    expect(readings[0]?.startLba).toBe(700);
    expect(readings.reduce((sum, { lengthBlocks }) => sum + lengthBlocks, 0)).toBe(803);
  });
});
