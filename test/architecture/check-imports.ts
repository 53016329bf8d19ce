import type { TableRow } from './import-table.ts';
import type { ImportsOfFile, SourceImport } from './source-imports.ts';

const DOCUMENT = 'docs/architecture.md';

/** The row of the table that a file belongs to: its own, or that of the innermost folder that has one. */
function rowOf(table: readonly TableRow[], file: string): TableRow | undefined {
  return table
    .filter(({ name }) => file === name || file.startsWith(`${name}/`))
    .reduce<TableRow | undefined>(
      (best, row) => (best === undefined || row.name.length > best.name.length ? row : best),
      undefined,
    );
}

/**
 * Compares what files import with what the table allows, both ways: an import that no entry allows, and an entry that
 * no import uses. One line each, with file and line.
 */
export function compareWithTable(files: ReadonlyMap<string, ImportsOfFile>, table: readonly TableRow[]): string[] {
  const problems: string[] = [];
  const used = new Set<string>();
  const rowsInUse = new Set<TableRow>();

  for (const [file, { imports }] of files) {
    const row = rowOf(table, file);
    if (row === undefined) {
      problems.push(`src/${file}: ${DOCUMENT} has no row for it`);
      continue;
    }
    rowsInUse.add(row);
    for (const entry of imports) {
      const place = `src/${file}:${entry.line}`;
      const allowed = entry.external ? allowedPackage(row, entry) : allowedFile(row, entry);
      if (!entry.external && !files.has(entry.to)) problems.push(`${place}: there is no src/${entry.to}`);
      else if (allowed === undefined) problems.push(`${place}: ${refusal(table, row, entry)}`);
      else used.add(allowed);
    }
  }

  function allowedFile(row: TableRow, { to, kind }: SourceImport): string | undefined {
    const target = rowOf(table, to);
    if (target === row) return `${row.name} imports itself`;
    const names = target === undefined ? [to] : [target.name, to];
    const listed = (list: readonly string[]) => names.find((name) => list.includes(name));
    const onUse = kind === 'dynamic' || kind === 'url' ? listed(row.onUse) : undefined;
    if (onUse !== undefined) return `${row.name} loads ${onUse}`;
    const imported = listed(row.imports);
    return imported === undefined ? undefined : `${row.name} imports ${imported}`;
  }

  for (const row of table) {
    const place = `${DOCUMENT}:${row.line}`;
    if (!rowsInUse.has(row)) problems.push(`${place}: src/ has no ${row.name}`);
    const unused = (list: readonly string[], verb: string) => {
      for (const name of list) {
        if (!used.has(`${row.name} ${verb} ${name}`)) problems.push(`${place}: nothing in ${row.name} ${verb} ${name}`);
      }
    };
    unused(row.imports, 'imports');
    unused(row.onUse, 'loads');
    unused(row.packages, 'needs');
  }
  return problems;
}

function allowedPackage(row: TableRow, { to }: SourceImport): string | undefined {
  return row.packages.includes(to) ? `${row.name} needs ${to}` : undefined;
}

function refusal(table: readonly TableRow[], row: TableRow, { to, external }: SourceImport): string {
  if (external) return `${row.name} must not import ${to === 'node' ? 'modules of Node' : `the package ${to}`}`;
  const target = rowOf(table, to)?.name ?? to;
  return row.onUse.includes(target) || row.onUse.includes(to)
    ? `${row.name} may load ${target} only on use, by import() (${to})`
    : `${row.name} must not import ${target} (${to})`;
}

/** The files that are loaded with an entry point: everything that static imports reach, types left out. */
export function loadedWith(files: ReadonlyMap<string, ImportsOfFile>, entry: string): SourceImport[] {
  const seen = new Set([entry]);
  const reached: SourceImport[] = [];
  for (const file of seen) {
    for (const entry of files.get(file)?.imports ?? []) {
      if (entry.kind !== 'static') continue;
      reached.push(entry);
      if (!entry.external) seen.add(entry.to);
    }
  }
  return reached;
}
