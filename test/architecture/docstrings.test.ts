import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../..');
const ENTRIES = ['discwright', 'image', 'imapi2', 'mmc', 'picture', 'simulator', 'trace'];

/** The exports that a report of the public API marks as undocumented. */
function undocumented(report: string): string[] {
  const exported =
    /^\/\/ @public \(undocumented\)\r?\nexport (?:declare |abstract |async )*(?:interface|type|const|class|function|namespace) (\w+)/gm;
  return [...report.matchAll(exported)].map(([, name = '']) => name);
}

test.each(ENTRIES)('every export of %s has a docstring', (entry) => {
  expect(undocumented(readFileSync(join(ROOT, 'api', `${entry}.api.md`), 'utf8'))).toEqual([]);
});

test('an export without a docstring is found', () => {
  expect(undocumented('// @public (undocumented)\nexport type A = 1;\n\n// @public\nexport type B = 1;\n')).toEqual([
    'A',
  ]);
});

const DECLARING = [
  'src/mmc/commands',
  'src/mmc/structures',
  'src/mmc/features',
  'src/mmc/mode-pages',
  'src/scsi/commands',
];
const DECLARED = /^export const (\w+) = (?:define\w+|\w*[sS]tructureOf)\(/gm;
const DOCSTRING_AT_END = /\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n$/;
/** A standard by name and number, or the program that a vendor's command is known from. */
const SOURCE = /\b(?:MMC|SPC|SBC|SCSI)-\d|dvd\+rw-booktype/;

/** Declared commands, features and mode pages whose docstring does not say where they are from. */
function withoutSource(text: string): string[] {
  return [...text.matchAll(DECLARED)]
    .filter(({ index }) => !SOURCE.test(DOCSTRING_AT_END.exec(text.slice(0, index))?.[0] ?? ''))
    .map(([, name = '']) => name);
}

test.each(DECLARING)('what %s declares names its clause', (folder) => {
  const files = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const found = files.flatMap((name) =>
    withoutSource(readFileSync(join(ROOT, folder, name), 'utf8')).map((each) => `${name}: ${each}`),
  );
  expect(found).toEqual([]);
});

test('a command that does not name its clause is found', () => {
  const text =
    '/** Reads (MMC-6 6.1). */\nexport const a = defineCommand({});\n/** Writes. */\nexport const b = defineCommand({});\n';
  expect(withoutSource(text)).toEqual(['b']);
});
