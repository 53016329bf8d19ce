import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@jest/globals';
import { parseSync } from '@swc/core';

const ROOT = resolve(import.meta.dirname, '../..');
const DIST = join(ROOT, 'dist');

/** Names that a program imports from a file of dist/, in braces. */
function namesFromDist(program: string): { readonly file: string; readonly name: string }[] {
  return parseSync(readFileSync(program, 'utf8'), { syntax: 'ecmascript' }).body.flatMap((node) => {
    if (node.type !== 'ImportDeclaration') return [];
    const file = resolve(dirname(program), node.source.value);
    if (!file.startsWith(DIST)) return [];
    return node.specifiers.flatMap((each) =>
      each.type === 'ImportSpecifier' ? [{ file, name: (each.imported ?? each.local).value }] : [],
    );
  });
}

// The compiler does not see them, and many of them run in rigs only.
test('what rigs, benchmarks and scripts import from the built package is there', async () => {
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
