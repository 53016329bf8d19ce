/** A row of the import table in docs/architecture.md: folders and files of src/, and what they may import. */
export interface TableRow {
  readonly names: readonly string[];
  readonly line: number;
  readonly imports: readonly string[];
  /** Only by `import()` or as a worker's file: loaded when it is used. */
  readonly onUse: readonly string[];
  /** Packages of npm; `node` is Node itself. */
  readonly packages: readonly string[];
}

const HEADER = ['folder', 'may import', 'may load on use', 'packages'];

/** The table of a document, found by its header; names are between backquotes, everything else is prose. */
export function parseImportTable(markdown: string): TableRow[] {
  const lines = markdown.split('\n').map((line) => cellsOf(line));
  const header = lines.findIndex((cells) => HEADER.every((title, index) => cells[index] === title));
  if (header === -1) throw new Error(`No table with the columns ${HEADER.join(', ')}.`);

  const rows: TableRow[] = [];
  for (let index = header + 2; (lines[index]?.length ?? 0) > 0; index += 1) {
    const [names, imports, onUse, packages] = (lines[index] ?? []).map(namesOf);
    rows.push({
      names: names ?? [],
      line: index + 1,
      imports: imports ?? [],
      onUse: onUse ?? [],
      packages: packages ?? [],
    });
  }
  return rows;
}

function cellsOf(line: string): string[] {
  if (!line.startsWith('|')) return [];
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}

function namesOf(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => (name as string).replace(/\/$/, ''));
}
