import { lstat, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CliError } from '../cli-error.ts';
import { writeNewFile } from '../new-file.ts';
import { RECIPE } from './recipe-files.ts';

/**
 * Writes the files of the recipe. If one of them exists, none is written.
 * @returns their paths, and what each is for
 * @throws CliError
 */
export async function writeRecipe(
  folder: string,
): Promise<readonly { readonly path: string; readonly what: string }[]> {
  const exist = await Promise.all(RECIPE.map(({ path }) => lstat(join(folder, path)).catch(() => undefined)));
  const found = RECIPE.filter((_, index) => exist[index] !== undefined).map(({ path }) => path);
  if (found.length > 0) {
    const verb = found.length === 1 ? 'exists' : 'exist';
    throw new CliError(
      `${found.join(', ')} already ${verb}`,
      'Nothing was written: rename what is there, or use another folder',
    );
  }
  for (const { path, text } of RECIPE) {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true }).catch(() => {}); // writing the file says what is wrong
    await writeNewFile(target, text, { untouched: 'What was written before it stays' });
  }
  return RECIPE.map(({ path, what }) => ({ path, what }));
}
