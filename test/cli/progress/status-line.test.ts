import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { columnsOf, shortened } from '../../../src/cli/progress/columns.ts';
import type { Status } from '../../../src/cli/progress/status.ts';
import { statusLine } from '../../../src/cli/progress/status-line.ts';

const STATUS: Status = {
  title: 'Track 1/3',
  fraction: 0.5,
  details: ['12.0x', { name: 'FIFO', fraction: 0.98 }, { name: 'drive buffer', fraction: 0.95 }],
  timeLeft: '0:42 left',
};

const lineAt = (columns: number, status: Partial<Status> = {}): string => statusLine({ ...STATUS, ...status }, columns);

test.each([
  [
    140,
    /^Track 1\/3 {2}\[#{12}-{12}\] {3}50 % {2}12\.0x {2}FIFO \[#{7}-\] 98 % {2}drive buffer \[#{7}-\] 95 % {2}0:42 left$/,
  ],
  [
    110,
    /^Track 1\/3 {2}\[#{8,}-{8,}\] {3}50 % {2}12\.0x {2}FIFO \[#{7}-\] 98 % {2}drive buffer \[#{7}-\] 95 % {2}0:42 left$/,
  ],
  [80, /^Track 1\/3 {2}\[#+-+\] {3}50 % {2}12\.0x {2}FIFO 98 % {2}drive buffer 95 % {2}0:42 left$/],
  [64, /^Track 1\/3 {2}\[#+-+\] {3}50 % {2}12\.0x {2}drive buffer 95 % {2}0:42 left$/],
  [50, /^Track 1\/3 {2}\[#+-+\] {3}50 % {2}12\.0x {2}0:42 left$/],
  [39, /^Track 1\/3 {2}\[#+-+\] {3}50 % {2}0:42 left$/],
])('in %i columns the most important details are shown', (columns, expected) => {
  expect(lineAt(columns)).toMatch(expected);
});

test.each([
  ['', `${'A very long title '.repeat(4)}.wav`],
  ['of wide characters', `${'長い題名'.repeat(16)}.wav`],
  ['of half-width characters', `${'ﾊﾟﾝﾌﾟｷﾝ'.repeat(16)}.wav`],
  ['with accents of their own', `${'e\u0301'.repeat(64)}.wav`],
  ['with emoji', `${'👩‍👩‍👧'.repeat(40)}.wav`],
])('a long title %s leaves room for the bar, what is done and the time left', (_kind, name) => {
  for (const columns of [39, 59, 79, 99, 131, 199]) {
    const line = lineAt(columns, { title: `Track 12/99 ${name}`, total: true });
    expect(line).toMatch(/^Tra.*\[#+-+\] {2}.* 50 % {2}.*0:42 left$/u);
    expect(columnsOf(line)).toBeLessThanOrEqual(columns);
  }
  expect(lineAt(79, { title: `Track 12/99 ${name}`, total: true })).toMatch(
    /^Track 12\/99 .*….*\[#+-+\] {2}total {2}50 % {2}12\.0x/u,
  );
  expect(lineAt(79, { title: `Track 12/99 ${name}`, fraction: undefined })).toMatch(/^Track 12\/99 .*….*\.wav/u);
});

test('whatever is shown, no line is longer than the width, and bar, percentage and time stay', () => {
  const detail = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.record({ name: fc.string({ maxLength: 30 }), fraction: fc.double({ min: 0, max: 1, noNaN: true }) }),
  );
  fc.assert(
    fc.property(
      fc.record({
        columns: fc.integer({ min: 39, max: 199 }),
        title: fc.oneof(fc.string({ unit: 'grapheme', maxLength: 250 }), fc.string({ unit: 'binary', maxLength: 250 })),
        fraction: fc.double({ min: 0, max: 1, noNaN: true }),
        total: fc.boolean(),
        details: fc.array(detail, { maxLength: 6 }),
        minutes: fc.integer({ min: 0, max: 999 }),
      }),
      ({ columns, minutes, ...status }) => {
        const timeLeft = `${minutes}:07 left`;
        const line = statusLine({ ...status, timeLeft }, columns);
        expect(columnsOf(line)).toBeLessThanOrEqual(columns);
        expect(line.endsWith(timeLeft)).toBe(true);
        expect(line).toMatch(/\[#*-*\] +(total +)?\d+ % /);
      },
    ),
  );
});

test('the bar is full only when all is done', () => {
  const bar = (fraction: number) => /\[(.*?)\]/.exec(lineAt(119, { fraction, details: [] }))?.[1];
  expect([0, 0.02, 0.5, 0.999, 1].map(bar)).toEqual([
    '-'.repeat(24),
    '-'.repeat(24),
    `${'#'.repeat(12)}${'-'.repeat(12)}`,
    `${'#'.repeat(23)}-`,
    '#'.repeat(24),
  ]);
});

describe('columns', () => {
  test.each([
    ['abc', 3],
    ['長い', 4],
    ['e\u0301', 1],
    ['\u0301\u200b', 0],
    ['ｱｲ', 2],
    ['ＡＢ', 4],
    ['한글', 4],
    ['한', 2],
    ['👩‍👩‍👧', 2],
    ['🇯🇵', 2],
    ['☺', 1],
    ['𠀀', 2],
  ])('of %j', (text, columns) => {
    expect(columnsOf(text)).toBe(columns);
  });

  test('a text is shortened in its middle, by whole characters', () => {
    expect(shortened('abcdefghij.wav', 10)).toBe('abcdef…wav');
    expect(shortened('長い題名の曲', 8)).toBe('長い…曲');
    expect(shortened('abc', 3)).toBe('abc');
    expect(shortened('abc', 0)).toBe('');
  });
});
