import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { discwright } from './cli.ts';

const document = readFileSync(new URL('../../docs/json.md', import.meta.url), 'utf8');
const examples = [...document.matchAll(/^ {4}\$ discwright (.*)\n((?: {4}(?!\$).*\n)+)/gm)].map(
  ([, args = '', output = '']) => [args, output.replace(/^ {4}/gm, '')] as const,
);

test('docs/json.md has examples', () => {
  expect(examples.length).toBeGreaterThan(3);
});

const folder = temporaryFolder();

test.each(examples)('discwright %s prints what docs/json.md shows', async (args, output) => {
  const { stdout } = await discwright(args.split(' '), { cwd: folder });
  expect(stdout).toBe(output);
});

test.each([
  [['--json'], /no command was given/],
  [['--json', 'iso'], /no command was given/],
  [['--json', 'brun'], /unknown command/],
])('%j prints an error as JSON, and nothing else', async (args, message) => {
  const { stdout, stderr, code } = await discwright(args, { cwd: folder });
  expect({ stderr, code }).toEqual({ stderr: '', code: 2 });
  expect(JSON.parse(stdout)).toMatchObject({ schema: 'discwright/error/1', error: { exitCode: 2 } });
  expect(JSON.parse(stdout).error.message).toMatch(message);
});

test('options that contradict each other are refused', async () => {
  expect(await discwright(['info', '--device', 'sim:', '--quiet', '--verbose'], { cwd: folder })).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(/^discwright: --quiet and --verbose contradict each other\nGive --quiet/),
  });
  const { stdout, code } = await discwright(['info', '--json', '--json-lines'], { cwd: folder });
  expect(code).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({ type: 'error', error: { name: 'UsageError' } });
});
