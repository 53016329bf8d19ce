import { beforeEach, expect, test } from '@jest/globals';
import { insertDisc, writeMaterial } from './material.ts';
import { blocksOf, type CodeBlock, nameOfBlock, pagesIn } from './pages.ts';
import { onDrives, SHELL_PROGRAMS } from './simulated-drives.ts';
import { newWorkplace, type Workplace } from './workplace.ts';

/** What another terminal runs, until the reader stops it; the blocks that need it say so. */
const SERVER = 'served';

const blocks = pagesIn('how-to')
  .flatMap(blocksOf)
  .filter(({ notes, language }) => language !== '' && notes['not run'] === undefined && notes[SERVER] === undefined);
const ofLanguage = (language: string) =>
  blocks.filter((block) => block.language === language).map((block) => [nameOfBlock(block), block] as const);

let workplace: Workplace;
beforeEach(async () => {
  workplace = newWorkplace();
  workplace.writeFile('package.json', '{ "type": "module" }');
  await writeMaterial(workplace);
});

/** A server that has begun to serve before the lines run, and ends after them. */
const whileServing = (lines: string): string =>
  [
    'mkfifo said && { discwright serve --device sim:my.disc --socket my.sock > said & }',
    'server=$! && exec 3< said && read line <&3',
    lines,
    'kill $server && wait $server',
  ].join('\n');

async function shellOf({ page, code, notes }: CodeBlock): Promise<string> {
  const program = blocksOf(page).find(({ file }) => file !== undefined && code.includes(file));
  if (program?.file !== undefined) workplace.writeFile(program.file.replace(/\.m?js$/, '.ts'), program.code);
  const lines = onDrives(code, await insertDisc(workplace, notes['drive'])).replaceAll(
    /\b(\w[\w.]*)\.m?js$/gm,
    '$1.ts.mjs',
  );
  return notes['client'] === undefined ? lines : whileServing(lines);
}

test.each(ofLanguage('sh'))('%s', async (_, block) => {
  if (block.code.includes('backup.iso')) await workplace.run('discwright iso create photos --output backup.iso');
  const shell = await shellOf(block);
  expect(
    shell
      .split('\n')
      .filter((line) => line !== '' && !SHELL_PROGRAMS.test(line) && block.notes['client'] === undefined),
  ).toEqual([]);
  const printed = await workplace.run(shell);
  expect(printed).not.toMatch(/^discwright: /m);
});

test.each(ofLanguage('ts'))('%s', async (_, { code, notes }) => {
  workplace.writeFile('program.ts', onDrives(code, await insertDisc(workplace, notes['drive'])));
  await workplace.run('node program.ts');
});
