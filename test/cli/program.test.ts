import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { buildProgram, COMMANDS, requireKnownHelp } from '../../src/cli/program.ts';

const VERSION = '1.2.3';
const notUsed = () => {
  throw new Error('no command is run here');
};
const commandsOf = async (...args: string[]): Promise<string[]> =>
  (await buildProgram(args, VERSION, notUsed)).commands.map((command) => command.name());

test.each(Object.keys(COMMANDS).filter((name) => name !== 'completion'))(
  'for %s only that command is loaded',
  async (name) => {
    expect(await commandsOf('--json', name)).toEqual([name]);
  },
);

test.each([
  ['without arguments', []],
  ['for help', ['help', 'burn']],
  ['for the completion of a shell', ['completion', 'zsh']],
  ['for --help', ['--help']],
  ['for an unknown command', ['brun']],
])('%s all commands are loaded', async (_when, args) => {
  expect(await commandsOf(...args)).toEqual([...Object.keys(COMMANDS), 'help']);
});

test('an argument that is named like a command does not hide the command', async () => {
  expect(await commandsOf('trace', 'show', 'info')).toEqual(['info', 'trace']);
});

test('every command and every option is in docs/command-line.md', async () => {
  const document = readFileSync(new URL('../../docs/command-line.md', import.meta.url), 'utf8');
  const program = await buildProgram(['--help'], VERSION, notUsed);
  const named = program.commands.flatMap((command) => [
    { name: command.name(), command },
    ...command.commands.map((each) => ({ name: `${command.name()} ${each.name()}`, command: each })),
  ]);
  const missing = [{ name: 'discwright', command: program }, ...named].flatMap(({ name, command }) => [
    ...(command === program || document.includes(`\`${name}`) ? [] : [name]),
    ...command.options.flatMap(({ long }) => (document.includes(`\`${long}`) ? [] : [`${name} ${long}`])),
  ]);
  expect(missing).toEqual(['discwright --version', 'help']);
});

test('discwright --version loads nothing but Node', () => {
  const main = readFileSync(new URL('../../dist/cli/main.js', import.meta.url), 'utf8');
  expect([...main.matchAll(/^import\b.* ?from ?"(.*)";$/gm)].map(([, name]) => name)).toEqual(['node:fs']);
});

test.each([
  [['nonsense', '--help'], 'nonsense'],
  [['--help', 'nonsense'], 'nonsense'],
  [['--device', 'sim:', 'nonsense', '-h'], 'nonsense'],
  [['trace', 'nonsense', '--help'], 'trace nonsense'],
])('help for %j is an error', async (args, name) => {
  const program = await buildProgram(args, VERSION, notUsed);
  expect(() => requireKnownHelp(program, args)).toThrow(`there is no command '${name}'`);
});

test.each([
  [['burn', '--speed', '4', '--help']],
  [['trace', 'show', 'any.jsonl', '--help']],
  [['--help']],
  [['--help', 'burn']],
  [['burn', '--', '--help', 'nonsense.wav']],
])('help for %j is given', async (args) => {
  const program = await buildProgram(args, VERSION, notUsed);
  expect(() => requireKnownHelp(program, args)).not.toThrow();
});
