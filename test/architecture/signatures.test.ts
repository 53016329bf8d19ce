import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const API = join(import.meta.dirname, '../../api');
/** `mmc` is declarations, whose arguments are the places of fields; `imapi2` has the arguments that IMAPI2 prescribes. */
const ENTRIES = ['discwright', 'image', 'picture', 'simulator', 'trace'];

interface Parameter {
  readonly name: string;
  readonly type: string;
}

/** What stands between the parentheses of a declaration, cut at the commas that are not inside brackets. */
function parametersOf(declaration: string): Parameter[] {
  const parts = [''];
  let depth = 0;
  for (const [index, character] of [...declaration].entries()) {
    if ('([{<'.includes(character)) depth++;
    if (')]}'.includes(character) || (character === '>' && declaration[index - 1] !== '=')) depth--;
    if (depth < 0) break;
    if (character === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts.flatMap((part) => {
    const [, name = '', type = ''] = /^\s*(\w+)\??: (.*)$/s.exec(part) ?? [];
    return name === '' ? [] : [{ name, type }];
  });
}

const FUNCTION = /^export (?:async )?function (\w+)(?:<[^(]*>)?\((.*)\): |^export const (\w+): \((.*)\) => [^=(]*;?$/gm;

/** More than the kind of the value says what a number, a switch or a text in second place means, and nobody counts to three. */
function hardToHold(report: string): string[] {
  return [...report.matchAll(FUNCTION)].flatMap(([, named, first = '', constant = '', second = '']) => {
    const name = named ?? constant;
    const parameters = parametersOf(named === undefined ? second : first);
    const last = parameters.at(-1)?.type ?? '';
    const beforeOptions = /(?:Options|Settings)\b/.test(last) ? parameters.slice(0, -1) : parameters;
    const bare = parameters.slice(1).some(({ type }) => /^(?:number|boolean|string)\b/.test(type));
    const many = beforeOptions.length > (last === beforeOptions.at(-1)?.type ? 2 : 3);
    return bare || many ? [name] : [];
  });
}

/** What is named by the function itself, or is as usual elsewhere. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  findInTree: 'a path in a tree',
  extractTree: 'from here to there, as cp',
  writeImage: 'from here to there, as cp',
  recordToFile: 'from here to there, as cp',
};

test.each(ENTRIES)('functions of %s take what they work on, and options by name', (entry) => {
  const found = hardToHold(readFileSync(join(API, `${entry}.api.md`), 'utf8'));
  expect(found.filter((name) => !Object.hasOwn(EXCEPTIONS, name))).toEqual([]);
});

test('no exception is out of date', () => {
  const found = new Set(ENTRIES.flatMap((entry) => hardToHold(readFileSync(join(API, `${entry}.api.md`), 'utf8'))));
  expect(Object.keys(EXCEPTIONS).filter((name) => !found.has(name))).toEqual([]);
});

test('bare values and third positions are found', () => {
  const report = `export function bare(drive: Drive, pureCav?: boolean): Promise<boolean>;
export function many(a: A, b: Map<string, number>, c: (x: number, y: number) => void): void;
export function options(a: A, b: B<{ x: number, y: 1 }>, options?: SomeOptions): Promise<void>;
export const short: (text: string, width: number) => string;
export const well: (text: string) => string;
`;
  expect(hardToHold(report)).toEqual(['bare', 'many', 'short']);
});
