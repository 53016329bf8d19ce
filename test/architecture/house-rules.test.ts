import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { parseSync } from '@swc/core';
import { nodesOf } from './source-imports.ts';

const ROOT = resolve(import.meta.dirname, '../..');
/** A file is read in one sitting. */
const MOST_LINES = { src: 300, test: 320 } as const;
const SHIFTS = new Set(['<<', '>>', '>>>', '<<=', '>>=', '>>>=']);

function sourcesIn(folder: string): { readonly name: string; readonly text: string }[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile() && /\.m?ts$|\.mjs$/.test(each.name))
    .map(({ parentPath, name }) => join(parentPath, name))
    .map((path) => ({ name: relative(ROOT, path).replaceAll('\\', '/'), text: readFileSync(path, 'utf8') }));
}

/** The shift operators that a source file uses. */
function shiftsIn(text: string): string[] {
  return [...nodesOf(parseSync(text, { syntax: 'typescript', target: 'es2022' }))]
    .filter(({ type }) => type === 'BinaryExpression' || type === 'AssignmentExpression')
    .map(({ operator }) => operator as string)
    .filter((operator) => SHIFTS.has(operator));
}

test('only src/codec shifts bits', () => {
  const places = sourcesIn('src')
    .filter(({ name }) => !name.startsWith('src/codec/'))
    .flatMap(({ name, text }) => shiftsIn(text).map((operator) => `${name}: ${operator}`));
  expect(places).toEqual([]);
});

test('a shift is found in an expression and in an assignment', () => {
  expect(shiftsIn('const a = (b >>> 8) & 0xff; let c = 1; c <<= 2; // d << 3')).toEqual(['>>>', '<<=']);
});

test.each(['src', 'test'] as const)('no file in %s is too long to read in one sitting', (folder) => {
  const long = sourcesIn(folder).filter(({ text }) => text.split('\n').length > MOST_LINES[folder] + 1);
  expect(long.map(({ name, text }) => `${name}: ${text.split('\n').length} lines`)).toEqual([]);
});
