import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UsageError } from './cli-error.ts';

/**
 * The files that the given names match. Shells on Windows pass `*.wav` on unchanged, and every program expands it itself;
 * shells on other systems have already expanded it, so there a star is part of a name.
 * @throws UsageError if no file matches
 */
export async function expandWildcards(names: readonly string[], platform = process.platform): Promise<string[]> {
  if (platform !== 'win32') return [...names];
  const expanded = await Promise.all(names.map(expand));
  return expanded.flat();
}

async function expand(name: string): Promise<string[]> {
  const pattern = basename(name);
  if (!/[*?]/.test(pattern)) return [name];
  const folder = dirname(name);
  const form = new RegExp(`^${[...pattern].map(partOfForm).join('')}$`, 'i');
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found = entries.filter((entry) => !entry.isDirectory() && form.test(entry.name)).map((entry) => entry.name);
  if (found.length === 0) throw new UsageError(`there is no file ${name}`, 'Check the name and the folder');
  return found.sort(byName).map((each) => join(folder, each));
}

function partOfForm(character: string): string {
  if (character === '*') return '.*';
  return character === '?' ? '.' : character.replace(/[\\^$.|+()[\]{}]/, '\\$&');
}

/** The order of a file manager: upper and lower case are the same. */
function byName(first: string, second: string): number {
  const [left, right] = [first.toLowerCase(), second.toLowerCase()];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
