import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@jest/globals';
import { parseSync } from '@swc/core';

const ROOT = resolve(import.meta.dirname, '../..');
const DIST = join(ROOT, 'dist');

const { exports: ENTRY_POINTS } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly exports: Readonly<Record<string, { readonly default?: string }>>;
};

/** The file that an import refers to: a path, or an entry point of this package by its name. */
function fileOf(program: string, source: string): string {
  const [, subpath] = /^discwright(\/.*)?$/.exec(source) ?? [undefined, undefined];
  if (!source.startsWith('discwright')) return resolve(dirname(program), source);
  return resolve(ROOT, ENTRY_POINTS[`.${subpath ?? ''}`]?.default ?? source);
}

/** Names that a program imports from a file of dist/, in braces. */
function namesFromDist(program: string): { readonly file: string; readonly name: string }[] {
  return parseSync(readFileSync(program, 'utf8'), { syntax: 'ecmascript' }).body.flatMap((node) => {
    if (node.type !== 'ImportDeclaration') return [];
    const file = fileOf(program, node.source.value);
    if (!file.startsWith(DIST)) return [];
    return node.specifiers.flatMap((each) =>
      each.type === 'ImportSpecifier' ? [{ file, name: (each.imported ?? each.local).value }] : [],
    );
  });
}

// The compiler does not see them, and many of them run only in rigs.
test('what rigs, benchmarks and scripts import from the built package exists', async () => {
  const programs = ['bench', 'examples', 'scripts', 'test'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.mjs') && !name.includes('node_modules'))
      .map((name) => join(ROOT, folder, name)),
  );
  const missing: string[] = [];
  for (const program of programs) {
    for (const { file, name } of namesFromDist(program)) {
      const module = (await import(pathToFileURL(file).href)) as object;
      if (!(name in module)) missing.push(`${program}: ${name} of ${file}`);
    }
  }
  expect(missing).toEqual([]);
});
