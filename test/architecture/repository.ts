import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { parseImportTable, type TableRow } from './import-table.ts';
import { type ImportsOfFile, importsOf } from './source-imports.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** What every file of src/ imports, by its path relative to src/. */
export function sourceImports(): Map<string, ImportsOfFile> {
  const src = join(ROOT, 'src');
  const names = readdirSync(src, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map(({ parentPath, name }) => relative(src, join(parentPath, name)).split(sep).join('/'));
  return new Map(names.sort().map((name) => [name, importsOf(name, readFileSync(join(src, name), 'utf8'))]));
}

export function tableOfDocument(): TableRow[] {
  return parseImportTable(readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8'));
}
