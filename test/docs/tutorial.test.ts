import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { blocksOf, type CodeBlock } from './pages.ts';
import { differenceFrom } from './shown.ts';
import { newWorkplace, type Workplace } from './workplace.ts';

/** Steps that need the registry of npm, and are there already in a workplace. */
const INSTALLS = /^npm /;

interface Typed {
  readonly command: string;
  readonly shown: string;
}

/** The commands of a block, each with what the page shows after it. */
const typedIn = (code: string): Typed[] =>
  code
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const [command = '', ...shown] = part.split('\n');
      return { command, shown: shown.join('\n') };
    });

async function follow(block: CodeBlock, workplace: Workplace): Promise<string[]> {
  if (block.file !== undefined && block.language !== 'console') workplace.writeFile(block.file, block.code);
  if (block.language !== 'console') return [];
  const differences: string[] = [];
  for (const { command, shown } of typedIn(block.code)) {
    if (INSTALLS.test(command)) continue;
    const mayFail = /^discwright: /m.test(shown);
    const difference = differenceFrom(shown, await workplace.run(command, { mayFail }));
    if (difference !== undefined) differences.push(`${block.line}: ${command}\n${difference}`);
  }
  return differences;
}

test('every command and program of the tutorial runs, and prints what the page shows', async () => {
  const workplace = newWorkplace();
  workplace.writeFile('package.json', '{ "type": "module" }');
  const blocks = blocksOf('tutorial.md');
  expect(blocks.filter(({ language, file }) => language !== 'console' && file === undefined)).toEqual([]);
  const differences: string[] = [];
  for (const block of blocks) differences.push(...(await follow(block, workplace)));
  expect(differences).toEqual([]);
  expect(readFileSync(join(workplace.folder, 'broken.html'), 'utf8')).toContain('write error');
});
