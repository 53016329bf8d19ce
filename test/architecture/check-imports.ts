import type { TableRow } from './import-table.ts';
import type { ImportsOfFile, SourceImport } from './source-imports.ts';

const DOCUMENT = 'docs/architecture.md';

type Files = ReadonlyMap<string, ImportsOfFile>;

/** A file's place in the table: by its own name, or by that of the innermost folder that the table names. */
interface Place {
  readonly row: TableRow;
  readonly name: string;
}

/**
 * Compares what files import with what the table allows, both ways: an import that no entry allows, and a name or an
 * entry that no file uses. One line each, with file and line.
 */
export function compareWithTable(files: Files, table: readonly TableRow[]): string[] {
  const problems: string[] = [];
  const used = new Set<string>();

  for (const [file, { imports }] of files) {
    const from = placeOf(table, file);
    if (from === undefined) {
      problems.push(`src/${file}: ${DOCUMENT} has no row for it`);
      continue;
    }
    used.add(key(from.row, 'names', from.name));
    for (const entry of imports) {
      const place = `src/${file}:${entry.line}`;
      if (!entry.external && !files.has(entry.to)) problems.push(`${place}: there is no src/${entry.to}`);
      else if (!entry.external && placeOf(table, entry.to)?.row === from.row) continue;
      else {
        const allowing = entryFor(table, from.row, entry);
        if (allowing === undefined) problems.push(`${place}: ${refusal(table, from, entry)}`);
        else used.add(allowing);
      }
    }
  }

  for (const row of table) {
    for (const column of ['names', 'imports', 'onUse', 'packages'] as const) {
      for (const name of row[column].filter((each) => !used.has(key(row, column, each))))
        problems.push(`${DOCUMENT}:${row.line}: ${unused(row, column, name)}`);
    }
  }
  return problems;
}

function placeOf(table: readonly TableRow[], file: string): Place | undefined {
  return table
    .flatMap((row) => row.names.map((name) => ({ row, name })))
    .filter(({ name }) => file === name || file.startsWith(`${name}/`))
    .sort((a, b) => b.name.length - a.name.length)[0];
}

/** The entry of a row that allows an import. */
function entryFor(table: readonly TableRow[], row: TableRow, { to, kind, external }: SourceImport): string | undefined {
  if (external) return row.packages.includes(to) ? key(row, 'packages', to) : undefined;
  const names = [placeOf(table, to)?.name, to];
  const loadsOnUse = kind === 'dynamic' || kind === 'url';
  for (const column of loadsOnUse ? (['onUse', 'imports'] as const) : (['imports'] as const)) {
    const name = row[column].find((each) => names.includes(each));
    if (name !== undefined) return key(row, column, name);
  }
  return undefined;
}

function key(row: TableRow, column: keyof TableRow, name: string): string {
  return `${row.line} ${column} ${name}`;
}

function refusal(table: readonly TableRow[], from: Place, { to, external }: SourceImport): string {
  if (external && to.startsWith('..')) return `${from.name} must not import a file outside src/: ${to}`;
  if (external) return `${from.name} must not import ${to === 'node' ? 'modules of Node' : `the package ${to}`}`;
  const target = placeOf(table, to)?.name ?? to;
  return from.row.onUse.includes(target) || from.row.onUse.includes(to)
    ? `${from.name} may load ${target} only on use, by import()`
    : `${from.name} must not import ${target === to ? to : `${target} (${to})`}`;
}

function unused(row: TableRow, column: keyof TableRow, name: string): string {
  const files = row.names.join(', ');
  switch (column) {
    case 'names':
      return `src/ has no ${name}`;
    case 'imports':
      return `nothing in ${files} imports ${name}`;
    case 'onUse':
      return `nothing in ${files} loads ${name}`;
    default:
      return `nothing in ${files} needs ${name}`;
  }
}

/** What is loaded with an entry point: everything that static imports reach, except types. */
export function loadedWith(files: Files, entry: string): SourceImport[] {
  const seen = new Set([entry]);
  const reached: SourceImport[] = [];
  for (const file of seen) {
    for (const each of files.get(file)?.imports ?? []) {
      if (each.kind !== 'static') continue;
      reached.push(each);
      if (!each.external) seen.add(each.to);
    }
  }
  return reached;
}
