import { mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/**
 * Creates a folder and those above it that are missing, one by one: `mkdir()` of Node 20 to 26 with `recursive` never ends
 * where a file system answers ENOENT for a folder whose parent exists, as /proc does.
 * @throws the error of the system, in words where its own mislead
 */
export async function makeFolders(path: string): Promise<void> {
  const missing: string[] = [];
  let parent = resolve(path);
  while (!(await isFolder(parent))) {
    missing.unshift(parent);
    if (dirname(parent) === parent) break;
    parent = dirname(parent);
  }
  for (const folder of missing) {
    try {
      await mkdir(folder);
    } catch (error) {
      const code = codeOf(error);
      // Made by someone else meanwhile, or by the file system itself together with its parent.
      if (code === 'EEXIST' && (await isFolder(folder))) continue;
      if (code === 'EEXIST') throw named(`${folder} is a link to a folder that does not exist`, error);
      if (code === 'ENOENT') throw named(`no folder can be made in ${dirname(folder)}`, error);
      throw error;
    }
  }
}

/** @throws for something that is there and not a folder */
async function isFolder(path: string): Promise<boolean> {
  try {
    if ((await stat(path)).isDirectory()) return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
  throw Object.assign(new Error(`ENOTDIR: ${path} is not a folder`), { code: 'ENOTDIR' });
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

const named = (words: string, cause: unknown): Error => {
  const code = codeOf(cause);
  return Object.assign(new Error(`${code}: ${words}`, { cause }), { code });
};
