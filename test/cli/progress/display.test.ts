import { expect, test } from '@jest/globals';
import { Output } from '../../../src/cli/output.ts';
import { BarDisplay } from '../../../src/cli/progress/bar-display.ts';
import { barsOn, displayOn } from '../../../src/cli/progress/display.ts';
import { LineDisplay } from '../../../src/cli/progress/line-display.ts';
import type { Status } from '../../../src/cli/progress/status.ts';
import { FakeTerminal } from './terminal.ts';

const stream = () => {
  const written: string[] = [];
  return { written, write: (text: string) => written.push(text), on: () => undefined };
};

const STATUS: Status = {
  title: `Track 12/99 ${'a long title '.repeat(8)}.wav`,
  fraction: 0.5,
  total: true,
  details: ['12.0x', { name: 'FIFO', fraction: 0.98 }, { name: 'drive buffer', fraction: 0.95 }],
  timeLeft: '0:42 left',
};

/** What must be in a line, whatever its width. */
const STAYS = /\[#+-+\] .* 50 % .*0:42 left$/;

test('a terminal of unknown size gets lines: a bar would never be seen there', async () => {
  expect(await displayOn({ ...stream(), isTTY: true, columns: 0, rows: 0 })).toBeInstanceOf(LineDisplay);
});

test('a terminal that cannot move its cursor gets lines, and nothing in them moves it', async () => {
  const before = process.env['TERM'];
  process.env['TERM'] = 'dumb';
  try {
    const terminal = new FakeTerminal(80);
    const display = await displayOn(terminal);
    expect(display).toBeInstanceOf(LineDisplay);
    display.show(STATUS);
    display.end();
    expect(terminal.screen.join('')).toContain('total 50 %, 12.0x, FIFO 98 %, drive buffer 95 %, 0:42 left');
  } finally {
    if (before === undefined) delete process.env['TERM'];
    else process.env['TERM'] = before;
  }
});

test('control characters in names are shown, not obeyed', () => {
  const title = 'Track 1/1 \x1b[31m\r\nred\x9b.wav';
  const shown = 'Track 1/1 \\x1b[31m\\x0d\\x0ared\\x9b.wav';
  const target = stream();
  new LineDisplay(target).show({ title, details: [] });
  expect(target.written).toEqual([`${shown}\n`]);
  const drawn: string[] = [];
  const redraw = Object.assign((text: string) => void drawn.push(text), { clear: () => {}, done: () => {} });
  const screen = { redraw, columns: () => 80, clearAbove: () => {}, onResize: () => () => {} };
  new BarDisplay(screen).row().show({ title, details: [] });
  expect(drawn).toEqual([shown]);
  const output = new Output(false, target, target);
  output.line('a\x1b[2Jb\nc');
  output.note('\x07');
  expect(target.written.slice(1)).toEqual(['a\\x1b[2Jb\nc\n', '\\x07\n']);
});

test('lines: one for a new title, one at its end, and one a second at most in between', () => {
  const target = stream();
  let nowMs = 0;
  const display = new LineDisplay(target, () => nowMs);
  for (let done = 0; done <= 1_000; done++) {
    nowMs = done * 3;
    display.show({ title: 'Track 1/1', fraction: done / 1_000, details: ['8.0x'] });
  }
  display.show({ title: 'Closing the session', details: [] });
  display.end();
  expect(target.written).toEqual([
    'Track 1/1\n',
    'Track 1/1: 33 %, 8.0x\n',
    'Track 1/1: 66 %, 8.0x\n',
    'Track 1/1: 100 %, 8.0x\n',
    'Closing the session\n',
  ]);
});

test('lines of slow work: one for every 10 %', () => {
  const target = stream();
  let nowMs = 0;
  const display = new LineDisplay(target, () => nowMs);
  for (let done = 0; done <= 1_000; done++) {
    nowMs = done * 100;
    display.show({ title: 'Track 1/1', fraction: done / 1_000, details: [] });
  }
  expect(target.written).toHaveLength(11);
});

test('lines say when a number is of the whole burn', () => {
  const target = stream();
  const display = new LineDisplay(target);
  display.show({ title: 'Track 1/2', fraction: 0, total: true, details: [] });
  display.show({ title: 'Track 2/2', fraction: 0.4, total: true, details: ['preparing'] });
  display.show({ title: 'Closing the session', fraction: 0.5, details: [] });
  expect(target.written).toEqual(['Track 1/2\n', 'Track 2/2: total 40 %, preparing\n', 'Closing the session: 50 %\n']);
});

test.each([40, 60, 80, 120])(
  'on a terminal of %i columns one line is redrawn in place, and then removed',
  async (columns) => {
    const terminal = new FakeTerminal(columns);
    terminal.write('heading\n');
    const display = await displayOn(terminal);
    for (let step = 0; step <= 20; step++) {
      display.show({ ...STATUS, title: `${step} ${STATUS.title}` });
      expect(terminal.screen).toEqual(['heading', expect.stringMatching(STAYS)]);
    }
    expect(terminal.longestColumns).toBeLessThan(columns);
    display.end();
    expect(terminal.screen).toEqual(['heading']);
  },
);

test('it follows the width of the terminal, and nothing of the old line stays', async () => {
  const terminal = new FakeTerminal(120);
  terminal.write('heading\n');
  const display = await displayOn(terminal);
  display.show(STATUS);
  for (const columns of [60, 40, 200, 80, 41, 120]) {
    terminal.longestColumns = 0;
    terminal.resize(columns);
    expect(terminal.screen).toEqual(['heading', expect.stringMatching(STAYS)]);
    display.show({ ...STATUS, title: `${columns} ${STATUS.title}` });
    expect(terminal.screen).toEqual(['heading', expect.stringMatching(STAYS)]);
    expect(terminal.longestColumns).toBeLessThan(columns);
  }
  display.end();
  expect(terminal.screen).toEqual(['heading']);
  const { writes } = terminal;
  terminal.resize(50);
  expect(terminal.writes).toBe(writes);
});

test('several lines are redrawn together, until the last of them ends', async () => {
  const terminal = new FakeTerminal(100);
  terminal.write('heading\n');
  const bars = await barsOn(terminal);
  const rows = ['/dev/sr0', '/dev/sr1', '/dev/sr2'].map((path) => ({ path, display: bars.row() }));
  for (const { path, display } of rows) display.show({ ...STATUS, title: `${path} ${STATUS.title}` });
  const shown = (path: string) => expect.stringMatching(new RegExp(`^${path}.*${STAYS.source}`));
  expect(terminal.screen).toEqual(['heading', ...rows.map(({ path }) => shown(path))]);
  terminal.resize(50);
  expect(terminal.screen).toEqual(['heading', ...rows.map(({ path }) => shown(path))]);
  rows[1]?.display.end();
  expect(terminal.screen).toEqual(['heading', shown('/dev/sr0'), shown('/dev/sr2')]);
  rows[0]?.display.end();
  rows[2]?.display.end();
  expect(terminal.screen).toEqual(['heading']);
});

test('a line that comes between two others leaves both where they are seen', async () => {
  const terminal = new FakeTerminal(100);
  const bars = await barsOn(terminal);
  const [first, second, third] = [bars.row(), bars.row(), bars.row()];
  first.show({ title: 'one', details: [] });
  third.show({ title: 'three', details: [] });
  second.show({ title: 'two', details: [] });
  expect(terminal.screen).toEqual(['one', 'two', 'three']);
  for (const row of [first, second, third]) row.end();
});
