import { describe, expect, test } from '@jest/globals';
import { BurnStatus } from '../../../src/cli/progress/burn-status.ts';
import { Speedometer } from '../../../src/cli/progress/speedometer.ts';
import { detailText, type Status } from '../../../src/cli/progress/status.ts';
import type { WriteProgress } from '../../../src/index.ts';

const writing = (changes: Partial<WriteProgress>): WriteProgress => ({
  phase: 'writing',
  track: 1,
  startLba: 0,
  writtenBlocks: 0,
  lengthBlocks: 7_500,
  fifo: { usedBytes: 50, totalBytes: 100 },
  driveBuffer: { usedBytes: 0, totalBytes: 2_000_000 },
  buffers: { fifoBytes: 100, lowestFifoBytes: 90, driveBufferDips: 0 },
  elapsedMs: 0,
  ...changes,
});

const texts = ({ details }: Status): readonly string[] => details.map(detailText);

const TRACKS = [
  { name: 'a.wav', lengthBlocks: 7_500 },
  { name: 'b.wav', lengthBlocks: 2_500 },
];

describe('BurnStatus', () => {
  test('shows the track, the fraction of the whole burn, speed and buffers', () => {
    const status = new BurnStatus(TRACKS);
    status.of(writing({}));
    // 12x is 900 blocks a second.
    const shown = status.of(writing({ writtenBlocks: 900, elapsedMs: 1_000 }));
    const { title, fraction } = shown;
    expect(title).toBe('Track 1/2 a.wav');
    expect(fraction).toBeCloseTo(0.09);
    expect(texts(shown)).toEqual(expect.arrayContaining(['12.0x', 'FIFO 50 %', 'drive buffer 0 %']));
    expect(status.of(writing({ track: 2, writtenBlocks: 2_500, lengthBlocks: 2_500 })).fraction).toBe(1);
  });

  test('counts the zeros that a way of writing adds to the data', () => {
    const status = new BurnStatus([{ name: 'image.iso', lengthBlocks: 1_000 }]);
    expect(status.of(writing({ writtenBlocks: 575, lengthBlocks: 1_150 })).fraction).toBe(0.5);
    expect(status.of(writing({ writtenBlocks: 1_150, lengthBlocks: 1_150 })).fraction).toBe(1);
  });

  test('shows the speed of a DVD in units of 1,385 kB a second', () => {
    const units = { blockBytes: 2_048, blocksPerSecond: 1_385_000 / 2_048 };
    const status = new BurnStatus([{ name: 'image.iso', lengthBlocks: 100_000 }], units);
    status.of(writing({ lengthBlocks: 100_000 }));
    const { details } = status.of(writing({ writtenBlocks: 5_410, lengthBlocks: 100_000, elapsedMs: 1_000 }));
    expect(details).toEqual(expect.arrayContaining(['8.0x']));
  });

  test('does not show the FIFO once the source is read: then it only empties', () => {
    const AUDIO_BLOCK_BYTES = 2_352;
    const shown = (queuedBlocks: number) =>
      new BurnStatus(TRACKS)
        .of(
          writing({
            writtenBlocks: 7_000,
            fifo: { usedBytes: queuedBlocks * AUDIO_BLOCK_BYTES, totalBytes: 3_000_000 },
          }),
        )
        .details.some((detail) => detailText(detail).startsWith('FIFO'));
    expect([499, 500, 0].map(shown)).toEqual([true, false, true]);
    const last = writing({ writtenBlocks: 7_500, fifo: { usedBytes: 0, totalBytes: 100 } });
    expect(texts(new BurnStatus(TRACKS).of(last)).join()).not.toMatch(/FIFO/);
  });

  test('marks a fraction as that of the whole burn, unless the burn is one track', () => {
    const first = TRACKS.slice(0, 1);
    const statuses = [
      writing({ writtenBlocks: 900 }),
      { phase: 'verifying', track: 1, startLba: 0, verifiedBlocks: 900, lengthBlocks: 7_500 },
      { phase: 'flushing', track: 1 },
    ] as const;
    expect(statuses.map((each) => new BurnStatus(TRACKS).of(each).total)).toEqual([true, true, true]);
    expect(statuses.map((each) => new BurnStatus(first).of(each).total)).toEqual([false, false, false]);
    expect(new BurnStatus(TRACKS).of({ phase: 'closing the session', fraction: 0.5 }).total).toBeUndefined();
  });

  test('shows what went badly with the buffers, and nothing while all is well', () => {
    const details = (lowestFifoBytes: number | undefined, driveBufferDips: number) =>
      new BurnStatus(TRACKS).of(writing({ buffers: { fifoBytes: 100, lowestFifoBytes, driveBufferDips } })).details;
    expect(details(90, 0)).toEqual(details(undefined, 0));
    expect(details(12, 0)).toContain('lowest FIFO 12 %');
    expect(details(90, 1)).toContain('1 dip of the drive buffer');
    expect(details(90, 3)).toContain('3 dips of the drive buffer');
  });

  test('names the track of a document by its file: its number is there already', () => {
    const status = new BurnStatus([{ name: 'track 1 (album.flac)', lengthBlocks: 7_500 }]);
    expect(status.of(writing({})).title).toBe('Track 1/1 album.flac');
  });

  test('numbers tracks from the first one of this burn, on a disc that already has some', () => {
    const status = new BurnStatus(TRACKS);
    expect(status.of({ phase: 'preparing', track: 5 }).title).toBe('Track 1/2 a.wav');
    expect(status.of(writing({ track: 6 })).title).toBe('Track 2/2 b.wav');
    expect(status.of({ phase: 'closing the session', fraction: 0.5 })).toMatchObject({
      title: 'Closing the session',
      fraction: 0.5,
    });
  });

  test('shows only the number of a track that an earlier burn began, and no fraction', () => {
    const status = new BurnStatus([]).of({ phase: 'closing the track', track: 2 });
    expect(status).toEqual({ title: 'Track 2', fraction: undefined, details: ['closing the track'] });
  });
});

describe('Speedometer', () => {
  test('uses the last few seconds, and starts afresh with each track', () => {
    const speedometer = new Speedometer();
    expect(speedometer.times).toBeUndefined();
    for (let second = 0; second <= 10; second++) speedometer.add(second * 1000, second * 300);
    for (let second = 11; second <= 20; second++) speedometer.add(second * 1000, 3_000 + (second - 10) * 1_200);
    expect(speedometer.times).toBeCloseTo(16);
    speedometer.add(0, 0);
    speedometer.add(1_000, 600);
    expect(speedometer.times).toBeCloseTo(8);
  });
});
