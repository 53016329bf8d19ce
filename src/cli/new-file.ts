import { rename, rm, writeFile } from 'node:fs/promises';
import { CliError } from './cli-error.ts';
import { ExitCode } from './exit-codes.ts';

/**
 * Writes a file that is whole or not there. One that exists is kept, unless `overwrite` replaces it once the new one is complete.
 * @param untouched what the user need not worry about, for the error: `The disc was only read`
 * @throws CliError
 */
export async function writeNewFile(
  path: string,
  text: string,
  { overwrite = false, untouched }: { readonly overwrite?: boolean | undefined; readonly untouched: string },
): Promise<void> {
  const written = overwrite ? `${path}.${process.pid}.part` : path;
  try {
    await writeFile(written, text, { flag: 'wx' });
    if (overwrite) await rename(written, path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') {
      throw new CliError(`${written} already exists`, 'Choose another name, or allow overwriting (--overwrite)');
    }
    await rm(written, { force: true }).catch(() => {});
    throw new CliError(`${path} could not be written: ${message}`, untouched, ExitCode.Failed);
  }
}
