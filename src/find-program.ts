import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';

/**
 * The absolute path of a program, as the search path names it; undefined if this machine does not have it. Relative folders of
 * the search path and the current folder, which Windows searches first, are left out: a file there is not to be trusted.
 */
export async function findProgram(
  name: string,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<string | undefined> {
  const fileName = process.platform === 'win32' ? `${name}.exe` : name;
  const folders = (environment['PATH'] ?? environment['Path'] ?? '').split(delimiter).filter(isAbsolute);
  for (const folder of folders) {
    const program = join(folder, fileName);
    try {
      await access(program, constants.X_OK);
      // A folder may be entered, which is the same permission.
      if ((await stat(program)).isFile()) return program;
    } catch {
      // The next folder may have it.
    }
  }
  return undefined;
}
