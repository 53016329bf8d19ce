import { expect, test } from '@jest/globals';
import { meantBy } from '../../src/cli/meant.ts';
import { buildProgram, COMMANDS } from '../../src/cli/program.ts';

test.each([
  ['brun', 'burn'],
  ['bur', 'burn'],
  ['formt', 'format'],
  ['feature', 'features'],
  ['erase', 'blank'],
  ['verify', 'burn'],
  ['nosuch', undefined],
  ['x', undefined],
  ['', undefined],
  ['constructor', undefined],
])('%j means %j', (word, meant) => {
  expect(meantBy(word, Object.keys(COMMANDS))).toBe(meant);
});

test.each([
  [['brun'], /there is no command 'brun'\. Try `discwright help burn`/],
  [['iso', 'lits'], /there is no command 'iso lits'\. Try `discwright help iso list`/],
  [['nosuch'], /there is no command 'nosuch'\. See `discwright --help`/],
])('help %j names the command that was probably meant', async (names, words) => {
  const program = await buildProgram(['help', ...names], '1.2.3', () => {
    throw new Error('no command is run here');
  });
  await expect(program.parseAsync(['help', ...names], { from: 'user' })).rejects.toThrow(words);
});
