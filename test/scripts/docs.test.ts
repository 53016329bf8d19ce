import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { temporaryFolder } from '../support/temporary-folder.ts';

const load = (name: string): Promise<any> => import(new URL(`../../scripts/docs/${name}`, import.meta.url).href);
const { siteProblems } = await load('check.mjs');
const { exportedNames } = await load('exports.mjs');
const { firstSentence, inWords, slugger, table } = await load('html.mjs');

function problemsOf(pages: Readonly<Record<string, string>>): string[] {
  const site = join(temporaryFolder(), 'site');
  for (const [name, html] of Object.entries(pages)) {
    mkdirSync(dirname(join(site, name)), { recursive: true });
    writeFileSync(join(site, name), html);
  }
  return siteProblems(site);
}

test('a site whose links all lead somewhere has no problems', () => {
  const pages = {
    'index.html':
      '<h1 id="top">x</h1><a href="a/b.html#here">b</a><a href="#top">t</a><a href="https://x.example/">x</a>',
    'a/b.html': '<script src="../s.js"></script><h2 id="here">y</h2><a href="../index.html#top">i</a>',
    's.js': '',
  };
  expect(problemsOf(pages)).toEqual([]);
});

test('dead links, missing headings, repeated ids and links out of the site are found', () => {
  const links = ['gone.html', '#gone', 'b.html#gone', '../../etc/passwd', 'folder'];
  const pages = {
    'index.html': `<p id="a"></p><p id="a"></p>${links.map((link) => `<a href="${link}">x</a>`).join('')}`,
    'b.html': '',
    'folder/c.html': '',
  };
  expect(problemsOf(pages)).toEqual([
    'index.html: two elements have the id a',
    'index.html: gone.html does not exist',
    'index.html: #gone has no such heading',
    'index.html: b.html#gone has no such heading',
    'index.html: ../../etc/passwd leads out of the site',
    'index.html: folder does not exist',
  ]);
});

test('what a page would load from elsewhere is found', () => {
  const pages = {
    'index.html': [
      '<script src="https://cdn.example/x.js"></script>',
      '<link rel="stylesheet" href="//fonts.example/x.css">',
      '<img alt="" src="http://images.example/x.png">',
    ].join(''),
    'style.css': '@font-face { src: url(https://fonts.example/x.woff2) }',
  };
  const found = problemsOf(pages).filter((each) => each.includes('loads'));
  expect(found).toEqual([
    'index.html: loads https://cdn.example/x.js',
    'index.html: loads //fonts.example/x.css',
    'index.html: loads http://images.example/x.png',
    'style.css: loads url(https://fonts.example/x.woff2)',
  ]);
});

test('the exports of a report are counted by the names under which they are imported', () => {
  const report = [
    'export const a = 1;',
    'export abstract class B {',
    'export function c(): void;',
    'export function c(x: number): void;',
    'interface D_2 {',
    'export { D_2 as D }',
    'interface Hidden {',
    'export type E<T> = T;',
  ].join('\n');
  expect([...exportedNames(report)].sort()).toEqual(['B', 'D', 'E', 'a', 'c']);
});

test('headings of the same name have different anchors', () => {
  const anchor = slugger();
  expect(['The `x` of y', 'A & b', 'A & b', 'A & b'].map(anchor)).toEqual(['the-x-of-y', 'a--b', 'a--b-1', 'a--b-2']);
});

test('a table loses columns that are empty, and a summary ends with its sentence', () => {
  expect(table(['a', 'b'], [['1', '']])).not.toContain('<th>b</th>');
  expect(table(['a'], [])).toBe('');
  expect(firstSentence('Writes blocks (MMC-5 6.44). The data is x.')).toBe('Writes blocks (MMC-5 6.44).');
  expect(firstSentence('It burns. discwright plan does not, e.g. here.')).toBe('It burns.');
  expect(firstSentence('Of 1.02 to 2.60, e.g. 1.50')).toBe('Of 1.02 to 2.60, e.g. 1.50');
});

test('options and code stand out in a description, and a short option is not divided', () => {
  expect(inWords('as `a <b>` or --leave-open=medium, not well-known')).toBe(
    'as <code>a &lt;b&gt;</code> or <code><span class="whole">--leave-open=medium</span></code>, not well-known',
  );
  expect(inWords('--no-c2')).toBe('<code><span class="whole">--no-c2</span></code>');
});
