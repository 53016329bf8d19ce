import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { expect, test } from '@jest/globals';
import { isPacked, ROOT } from './packed.ts';

const documents = [
  ...readdirSync(ROOT).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name.split(sep).join('/')}`),
].filter(isPacked);

/** Targets of links in the repository. */
const linksIn = (document: string): string[] =>
  [...readFileSync(join(ROOT, document), 'utf8').matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = '']) =>
    /^[a-z]+:/.test(target) || target.startsWith('#') ? [] : [target.replace(/#.*$/, '')],
  );

test.each(documents)('%s links only to what is in the package', (document) => {
  const targets = linksIn(document).map((target) =>
    relative(ROOT, join(ROOT, dirname(document), target))
      .split(sep)
      .join('/'),
  );
  expect(targets.filter((target) => !existsSync(join(ROOT, target)) || !isPacked(target))).toEqual([]);
});
