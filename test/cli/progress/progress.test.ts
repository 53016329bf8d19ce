import { describe, expect, test } from '@jest/globals';
import { Output } from '../../../src/cli/output.ts';
import { BurnStatus } from '../../../src/cli/progress/burn-status.ts';
import { columnsOf } from '../../../src/cli/progress/columns.ts';
import { BarDisplay, displayOn, LineDisplay, type Status } from '../../../src/cli/progress/display.ts';
import { Speedometer } from '../../../src/cli/progress/speedometer.ts';
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

const TRACKS = [
  { name: 'a.wav', lengthBlocks: 7_500 },
  { name: 'b.wav', lengthBlocks: 2_500 },
];

describe('BurnStatus', () => {
  test('shows the track, the fraction of the whole burn, speed and buffers', () => {
    const status = new BurnStatus(TRACKS);
    status.of(writing({}));
    // 12x is 900 blocks a second.
    const { title, fraction, details } = status.of(writing({ writtenBlocks: 900, elapsedMs: 1_000 }));
    expect(title).toBe('Track 1/2 a.wav');
    expect(fraction).toBeCloseTo(0.09);
    expect(details).toEqual(expect.arrayContaining(['12.0x', 'FIFO 50 %', 'drive buffer 0 %']));
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
        .details.some((detail) => detail.startsWith('FIFO'));
    expect([499, 500, 0].map(shown)).toEqual([true, false, true]);
    const last = writing({ writtenBlocks: 7_500, fifo: { usedBytes: 0, totalBytes: 100 } });
    expect(new BurnStatus(TRACKS).of(last).details.join()).not.toMatch(/FIFO/);
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

describe('displays', () => {
  const stream = () => {
    const written: string[] = [];
    return { written, write: (text: string) => written.push(text), on: () => undefined };
  };

  test('a terminal of unknown size gets lines: a bar would never be seen there', async () => {
    const terminal = { ...stream(), isTTY: true, columns: 0, rows: 0 };
    expect(await displayOn(terminal)).toBeInstanceOf(LineDisplay);
  });

  test('control characters in names are shown, not obeyed', () => {
    const title = 'Track 1/1 \x1b[31m\r\nred\x9b.wav';
    const shown = 'Track 1/1 \\x1b[31m\\x0d\\x0ared\\x9b.wav';
    const target = stream();
    new LineDisplay(target).show({ title, details: [] });
    expect(target.written).toEqual([`${shown}\n`]);
    const drawn: string[] = [];
    const redraw = Object.assign((text: string) => void drawn.push(text), { clear: () => {}, done: () => {} });
    new BarDisplay(redraw, () => 80).show({ title, details: [] });
    expect(drawn).toEqual([shown]);
    const output = new Output(false, target, target);
    output.line('a\x1b[2Jb\nc');
    output.note('\x07');
    expect(target.written.slice(1)).toEqual(['a\\x1b[2Jb\nc\n', '\\x07\n']);
  });

  test('lines: one for a new title, one at its end, and few in between; no control characters', () => {
    const target = stream();
    const display = new LineDisplay(target);
    for (let done = 0; done <= 1000; done++)
      display.show({ title: 'Track 1/1', fraction: done / 1000, details: ['8.0x'] });
    display.show({ title: 'Closing the session', details: [] });
    display.end();
    expect(target.written.length).toBeLessThanOrEqual(12);
    expect(target.written[0]).toBe('Track 1/1\n');
    expect(target.written.slice(-2)).toEqual(['Track 1/1: 100 %, 8.0x\n', 'Closing the session\n']);
  });

  const drawnAt = (columns: number, status: Partial<Status>): string => {
    let drawn = '';
    const redraw = Object.assign(
      (text: string) => {
        drawn = text;
      },
      { clear: () => {}, done: () => {} },
    );
    const details = ['12.0x', 'FIFO 98 %', 'drive buffer 95 %', '0:42 left'];
    new BarDisplay(redraw, () => columns).show({ title: 'Track 1/3', fraction: 0.5, details, ...status });
    return drawn;
  };

  test.each([
    [120, /^Track 1\/3 {2}\[#{12}-{12}\] {3}50 % {2}12\.0x {2}FIFO 98 % {2}drive buffer 95 % {2}0:42 left$/],
    [80, /^Track 1\/3 {2}\[#+-+\] {3}50 % {2}12\.0x {2}FIFO 98 % {2}drive buffer 95 % {2}0:42 left$/],
    [50, /^Track 1\/3 {2}\[#+-+\] {3}50 % {2}12\.0x {2}0:42 left$/],
    [20, /^Track 1\/3/],
  ])('the bar fits a terminal of %i columns', (columns, expected) => {
    const drawn = drawnAt(columns, {});
    expect(drawn).toMatch(expected);
    expect(drawn.length).toBeLessThan(Math.max(columns, 21));
  });

  test.each([
    ['', `${'A very long title '.repeat(4)}.wav`],
    ['of wide characters', `${'長い題名'.repeat(16)}.wav`],
    ['with accents of their own', `${'e\u0301'.repeat(64)}.wav`],
    ['with emoji', `${'👩‍👩‍👧'.repeat(40)}.wav`],
  ])('a long title %s leaves room for the bar, what is done and the time left', (_kind, name) => {
    for (const columns of [80, 100, 132]) {
      const drawn = drawnAt(columns, { title: `Track 12/99 ${name}`, total: true });
      expect(drawn).toMatch(/^Track 12\/99 .*….*\.wav {2}\[#+-+\] {2}total {2}50 % {2}12\.0x {2}.*0:42 left$/u);
      expect(columnsOf(drawn)).toBeLessThan(columns);
    }
    expect(drawnAt(80, { title: name, fraction: undefined })).toMatch(/….*\.wav/u);
  });

  test('the bar is full only when all is done', () => {
    const bar = (fraction: number) => /\[(.*)\]/.exec(drawnAt(120, { fraction }))?.[1];
    expect([0, 0.02, 0.5, 0.999, 1].map(bar)).toEqual([
      '-'.repeat(24),
      '-'.repeat(24),
      `${'#'.repeat(12)}${'-'.repeat(12)}`,
      `${'#'.repeat(23)}-`,
      '#'.repeat(24),
    ]);
  });

  test('lines say when a number is of the whole burn', () => {
    const target = stream();
    const display = new LineDisplay(target);
    display.show({ title: 'Track 1/2', fraction: 0, total: true, details: [] });
    display.show({ title: 'Track 2/2', fraction: 0.4, total: true, details: ['preparing'] });
    display.show({ title: 'Closing the session', fraction: 0.5, details: [] });
    expect(target.written).toEqual([
      'Track 1/2\n',
      'Track 2/2: total 40 %, preparing\n',
      'Closing the session: 50 %\n',
    ]);
  });
});
