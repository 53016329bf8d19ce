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
