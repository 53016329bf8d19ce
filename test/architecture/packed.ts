import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const { files } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { files: readonly string[] };
/** Files that npm packs whatever the list says. */
const ALWAYS = ['package.json', 'README.md', 'LICENSE'];

const matches = (path: string, pattern: string): boolean => {
  const expression = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*');
  return new RegExp(`^${expression}(/|$)`).test(path);
};

/** Whether npm packs a file of the repository: by the list in package.json, of which `!` takes out again. */
export function isPacked(path: string): boolean {
  const taken = [...ALWAYS, ...files.filter((each) => !each.startsWith('!'))];
  const left = files.flatMap((each) => (each.startsWith('!') ? [each.slice(1)] : []));
  return taken.some((each) => matches(path, each)) && !left.some((each) => matches(path, each));
}
