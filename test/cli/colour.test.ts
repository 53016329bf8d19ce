import { expect, test } from '@jest/globals';
import { coloured, hasColour } from '../../src/cli/colour.ts';
import { Output } from '../../src/cli/output.ts';

test.each([
  ['a terminal', true, {}, true],
  ['a pipe', false, {}, false],
  ['a dumb terminal', true, { TERM: 'dumb' }, false],
  ['NO_COLOR', true, { NO_COLOR: '1' }, false],
  ['an empty NO_COLOR, which is none', true, { NO_COLOR: '' }, true],
  ['FORCE_COLOR on a pipe', false, { FORCE_COLOR: '1' }, true],
  ['an empty FORCE_COLOR', false, { FORCE_COLOR: '' }, true],
  ['FORCE_COLOR=0 on a terminal', true, { FORCE_COLOR: '0' }, false],
  ['both', true, { FORCE_COLOR: '3', NO_COLOR: '1' }, true],
])('%s', (_what, isTTY, environment, colour) => {
  expect(hasColour({ isTTY }, environment)).toBe(colour);
});

test.each([
  ['discwright: no', '\x1b[31mdiscwright:\x1b[39m no'],
  ['Warning: slow.', '\x1b[33mWarning:\x1b[39m slow.'],
  ['MISSING  a drive', '\x1b[31mMISSING\x1b[39m  a drive'],
  ['ok       a drive', '\x1b[32mok\x1b[39m       a drive'],
  ['Drive  x', 'Drive  x'],
  ['notebook', 'notebook'],
])('of %j only the first word has a colour', (line, expected) => {
  expect(coloured(line)).toBe(expected);
});

test('a terminal gets no colours when they are turned off, and nothing of a file name that would be one', () => {
  const texts: string[] = [];
  const terminal = { isTTY: true, write: (more: string) => texts.push(more), on: () => {} };
  const print = (colour: boolean) => new Output(false, terminal, terminal, { colour }).note('Warning: \x1b[31m');
  print(false);
  expect(texts.join('')).toBe('Warning: \\x1b[31m\n');
});
