import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { expect, test } from '@jest/globals';
import { isPacked, ROOT } from './packed.ts';

const slashes = (path: string): string => path.split(sep).join('/');
const markdownIn = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${slashes(name)}`);

const documents = [
  ...readdirSync(ROOT).filter((name) => name.endsWith('.md')),
  ...['docs', 'examples'].flatMap(markdownIn),
];

const texts = new Map<string, string>();
/** A document without its blocks of code, in which `#` and brackets mean something else. */
function textOf(document: string): string {
  const known = texts.get(document);
  if (known !== undefined) return known;
  const text = readFileSync(join(ROOT, document), 'utf8').replace(/^(```+)[^\n]*\n[\s\S]*?^\1\s*$/gm, '');
  texts.set(document, text);
  return text;
}

interface Link {
  readonly shown: string;
  /** `![words](target)` */
  readonly isPicture: boolean;
  /** Relative to the repository. */
  readonly target: string;
  readonly anchor?: string | undefined;
}

const linksIn = (document: string): Link[] =>
  [...textOf(document).matchAll(/(!\[[^\]]*)?\]\(([^)\s]+)\)/g)].flatMap(([, words, shown = '']) => {
    if (/^[a-z]+:/.test(shown)) return [];
    const [path = '', anchor] = shown.split('#');
    const file = path === '' ? join(ROOT, document) : join(ROOT, dirname(document), path);
    return [{ shown, isPicture: words !== undefined, target: slashes(relative(ROOT, file)), anchor }];
  });

/** The anchors of its headings, as code hosts make them: the second heading of a name ends in -1. */
function anchorsOf(document: string): Set<string> {
  const seen = new Map<string, number>();
  const anchors = [...textOf(document).matchAll(/^#{1,6} (.+?)\s*$/gm)].map(([, heading = '']) => {
    const slug = heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-');
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${count}`;
  });
  return new Set(anchors);
}

test.each(documents)('%s links only to what there is', (document) => {
  const missing = linksIn(document).filter(({ target }) => !existsSync(join(ROOT, target)));
  expect(missing.map(({ shown }) => shown)).toEqual([]);
});

test.each(documents.filter(isPacked))('%s links only to what is in the package, but for pictures', (document) => {
  const missing = linksIn(document).filter(({ target, isPicture }) => !isPicture && !isPacked(target));
  expect(missing.map(({ shown }) => shown)).toEqual([]);
});

test.each(documents)('%s links only to headings that there are', (document) => {
  const missing = linksIn(document).filter(
    ({ target, anchor }) => anchor !== undefined && !(isDocument(target) && anchorsOf(target).has(anchor)),
  );
  expect(missing.map(({ shown }) => shown)).toEqual([]);
});

const isDocument = (target: string): boolean =>
  target.endsWith('.md') && existsSync(join(ROOT, target)) && statSync(join(ROOT, target)).isFile();
