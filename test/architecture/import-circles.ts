import type { ImportsOfFile, SourceImport } from './source-imports.ts';

/**
 * The import circles of src/, file by file, including `import type` and `import()`: for every set of files that all reach
 * each other, its shortest circle, as `a.ts:3 -> b.ts:1 -> a.ts`.
 */
export function importCircles(files: ReadonlyMap<string, ImportsOfFile>): string[] {
  const circles: string[] = [];
  const done = new Set<string>();
  for (const file of [...files.keys()].sort()) {
    if (done.has(file)) continue;
    const circle = shortestCircle(files, file);
    if (circle === undefined) continue;
    for (const each of files.keys()) if (reaches(files, file, each) && reaches(files, each, file)) done.add(each);
    circles.push([...circle.map(({ from, line }) => `src/${from}:${line}`), `src/${file}`].join(' -> '));
  }
  return circles;
}

/** The imports that lead from a file back to it, as few as possible. */
function shortestCircle(files: ReadonlyMap<string, ImportsOfFile>, start: string): SourceImport[] | undefined {
  const ways = new Map<string, SourceImport[]>([[start, []]]);
  for (const [file, way] of ways) {
    for (const entry of files.get(file)?.imports ?? []) {
      if (entry.external) continue;
      if (entry.to === start) return [...way, entry];
      if (!ways.has(entry.to)) ways.set(entry.to, [...way, entry]);
    }
  }
  return undefined;
}

function reaches(files: ReadonlyMap<string, ImportsOfFile>, from: string, to: string): boolean {
  const seen = new Set([from]);
  for (const file of seen) {
    if (file === to) return true;
    for (const entry of files.get(file)?.imports ?? []) if (!entry.external) seen.add(entry.to);
  }
  return false;
}
