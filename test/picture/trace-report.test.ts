import { describe, expect, test } from '@jest/globals';
import { traceReport } from '../../src/picture/index.ts';
import { measure } from '../../src/picture/report/measure.ts';
import { parseTrace, type Trace } from '../../src/trace/index.ts';

const HEADER = {
  type: 'header',
  format: 'discwright trace',
  version: 1,
  path: '/dev/<sr0>',
  simulated: false,
  maxTransferBytes: 65_536,
};

const WRITE_BYTES = 27 * 2_352;
const write = (seq: number, t: number, changes = {}) => ({
  type: 'exchange',
  outcome: 'answered',
  seq,
  t,
  tDone: t + 10,
  durationMs: 4,
  cdb: '2a000000000000001b00',
  timeoutMs: 60_000,
  status: 0,
  out: { bytes: WRITE_BYTES, hex: '' },
  ...changes,
});
const bufferAsked = (seq: number, t: number, free: string) => ({
  ...write(seq, t),
  cdb: '5c00000000000000 0c00'.replace(' ', ''),
  out: undefined,
  inBytes: 12,
  in: `000a000000100000${free}`,
});
const MEDIUM_ERROR = { status: 2, sense: '700003000000000a000000000c0000000000' };

const traceOf = (...entries: readonly object[]): Trace =>
  parseTrace([HEADER, ...entries].map((each) => `${JSON.stringify(each)}\n`).join(''));

describe('measure', () => {
  test('counts bytes, seconds and what the drive took, without the time in the queue', () => {
    const trace = traceOf(...Array.from({ length: 300 }, (_, index) => write(index, index * 10)));
    const { writtenBytes, writingSeconds, writeSpeed, writeTimes, commands } = measure(trace);
    expect(writtenBytes).toBe(300 * WRITE_BYTES);
    expect(writingSeconds).toBe(3);
    // 100 WRITEs a second.
    for (const { value } of writeSpeed) expect(value / WRITE_BYTES).toBeCloseTo(100, -1);
    expect(new Set(writeTimes.map(({ value }) => value))).toEqual(new Set([4]));
    expect(commands).toEqual([{ name: 'WRITE(10)', count: 300, notGood: 0, totalMs: 1_200, longestMs: 4 }]);
  });

  test('counts only commands that were sent', () => {
    const behind = { outcome: 'skipped', tDone: 5_000, durationMs: undefined, status: undefined };
    const trace = traceOf(write(0, 0), write(1, 10, MEDIUM_ERROR), write(2, 20, behind), write(3, 30, behind));
    expect(measure(trace).commands).toEqual([{ name: 'WRITE(10)', count: 2, notGood: 1, totalMs: 8, longestMs: 4 }]);
    const page = traceReport(trace, { title: 'burn' });
    for (const [name, value] of [
      ['commands', 2],
      ['not answered GOOD', 1],
      ['not sent', 2],
    ]) {
      expect(page).toMatch(new RegExp(`>${name}</dt>\\s*<dd>${value}<`));
    }
  });

  test('reads how full the drive said its buffer is, and leaves out what cannot be', () => {
    const trace = traceOf(
      bufferAsked(0, 0, '00040000'),
      bufferAsked(1, 500, '00200000'),
      bufferAsked(2, 1_000, '00000000'),
    );
    expect(measure(trace).driveBuffer).toEqual([
      { seconds: 0.01, value: 0.75 },
      { seconds: 1.01, value: 1 },
    ]);
  });

  test('WRITEs that failed wrote nothing', () => {
    expect(measure(traceOf(write(0, 0, MEDIUM_ERROR), write(1, 20))).writtenBytes).toBe(WRITE_BYTES);
  });

  test('a trace of nothing has no speed and no error', () => {
    expect(measure(traceOf())).toMatchObject({ seconds: 0, commands: [], writeSpeed: [], driveBuffer: [] });
  });
});

describe('traceReport', () => {
  test('says in words what failed, and escapes what a drive or a path says', () => {
    const html = traceReport(traceOf(write(0, 0, MEDIUM_ERROR)), { title: 'a <b>.jsonl' });
    expect(html).toContain('<h1>a &lt;b&gt;.jsonl</h1>');
    expect(html).toContain('trace of /dev/&lt;sr0&gt;');
    expect(html).toMatch(/<li>.*WRITE\(10\).*CHECK CONDITION, MEDIUM ERROR 3\/0C\/00/);
  });

  test('begins with the words in which the program said how it ended', () => {
    const error = { type: 'error', t: 9, name: 'BurnError', message: 'track 1 <is> cut off', remedy: 'Close it' };
    const html = traceReport(traceOf(write(0, 0, MEDIUM_ERROR), error), { title: 'burn.jsonl' });
    expect(html).toContain('<h2>How it ended</h2><p class="warning">track 1 &lt;is&gt; cut off. Close it</p>');
    expect(html.indexOf('How it ended')).toBeLessThan(html.indexOf('Answers that were not GOOD'));
    expect(traceReport(traceOf(write(0, 0)), { title: 'burn.jsonl' })).not.toContain('How it ended');
  });

  test('needs no other file and no network, and runs nothing', () => {
    const html = traceReport(traceOf(write(0, 0), write(1, 1_500), write(2, 3_000)), { title: 'burn.jsonl' });
    expect(html).not.toMatch(/<script|<link|src=|href=|url\(/);
  });

  test('of many commands of one kind in a row it shows the first and the last', () => {
    const many = Array.from({ length: 500 }, (_, index) => write(index, index * 10));
    const html = traceReport(traceOf(...many), { title: 'burn.jsonl' });
    expect(html).toContain('… 498 more …');
    expect(html.length).toBeLessThan(30_000);
  });

  test('says that a drive waited once, not for every per cent', () => {
    const waiting = (seq: number) =>
      write(seq, seq * 100, {
        cdb: '000000000000',
        out: undefined,
        status: 2,
        sense: `70000200000000 0a0000000004 0700 80${seq.toString(16).padStart(2, '0')}00`.replaceAll(' ', ''),
      });
    const html = traceReport(traceOf(...Array.from({ length: 20 }, (_, index) => waiting(index * 10))), {
      title: 'burn.jsonl',
    });
    expect(html.match(/operation in progress/g)?.length).toBe(1 + 20);
    expect(html).toContain('(and 19 times more)');
  });
});
