import { expect, test } from '@jest/globals';
import { mistakeIn } from './declared.ts';
import { blocksOf, commandsIn, indentedCode, inlineCode, pagesIn, tableRows, textOf, wordsOf } from './pages.ts';

const pages = ['../README.md', ...pagesIn(''), ...pagesIn('how-to')];

/** All commands of a page: in its blocks for a shell, and in its sentences and tables. `discwright COMMAND` alone is a name. */
const commandsOf = (page: string): string[] => [
  ...blocksOf(page)
    .filter(({ language }) => language === 'sh' || language === 'console')
    .flatMap(({ code }) => commandsIn(code)),
  ...commandsIn(indentedCode(textOf(page))),
  ...inlineCode(textOf(page).replaceAll(/^```[\s\S]*?^```/gm, ''))
    .flatMap(commandsIn)
    .filter((command) => wordsOf(command).length > 1),
];

test.each(pages)('%s: every command and option is one that discwright has', async (page) => {
  const mistakes: string[] = [];
  for (const command of new Set(commandsOf(page))) {
    const mistake = await mistakeIn(command);
    if (mistake !== undefined) mistakes.push(mistake);
  }
  expect(mistakes).toEqual([]);
});

test('mistakes in commands are found', async () => {
  expect(await mistakeIn('burn --device sim: --verify full a.wav')).toBeUndefined();
  expect(await mistakeIn('burn --multi a.wav')).toMatch(/unknown option '--multi'/);
  expect(await mistakeIn('burn --verify much a.wav')).toMatch(/much/);
  expect(await mistakeIn('burn')).toMatch(/missing required argument/);
  expect(await mistakeIn('fixate')).toMatch(/no command|unknown command/);
});

test('commands are found in what a shell reads', () => {
  const shell =
    "$ npx discwright info --device 'sim:a b' # what\ndiscwright rip x --json > y.json\nls && discwright toc | grep x";
  expect(commandsIn(shell)).toEqual(["info --device 'sim:a b'", 'rip x --json', 'toc']);
  expect(wordsOf("info --device 'sim:a b'")).toEqual(['info', '--device', 'sim:a b']);
});

test('the comparison says something about each program in each row, and counts its rows', () => {
  const things = tableRows('compare.md').filter((cells) => cells.length > 3 && cells[0] !== '');
  expect(things.filter((cells) => cells.length !== 9 || cells.includes(''))).toEqual([]);
  expect(textOf('compare.md')).toContain(`\n${things.length} things that people do`);
});
