import { closeSync, constants, fstatSync, openSync, type Stats, statSync } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';

/** The path is that of a folder, a device, a pipe or a socket, where only a regular file can be meant. */
export class NotARegularFileError extends Error {
  override readonly name = 'NotARegularFileError';

  constructor(path: string, found: Stats) {
    super(`${path} is ${kindOf(found)}, not a regular file`);
  }
}

/** What is not a regular file, in words. */
export function kindOf(found: Stats): string {
  if (found.isDirectory()) return 'a folder';
  if (found.isFIFO()) return 'a named pipe';
  if (found.isSocket()) return 'a socket';
  return found.isCharacterDevice() || found.isBlockDevice() ? 'a device' : 'something else';
}

/** If the file has become a pipe since it was looked at, opening it must not wait for somebody at the other end. */
const WITHOUT_WAITING = constants.O_NONBLOCK ?? 0;

/** Opens an existing file for reading and writing. @throws NotARegularFileError, before a device or a pipe is opened; the error of the system */
export function openRegularSync(path: string): number {
  requireRegular(path, statSync(path));
  const descriptor = openSync(path, constants.O_RDWR | WITHOUT_WAITING);
  try {
    requireRegular(path, fstatSync(descriptor));
    return descriptor;
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

/** Reads a whole file as UTF-8. @throws NotARegularFileError, before a device or a pipe is opened; the error of the system; the signal's reason */
export async function readRegularFile(
  path: string,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<string> {
  signal?.throwIfAborted();
  requireRegular(path, await stat(path));
  const file: FileHandle = await open(path, constants.O_RDONLY | WITHOUT_WAITING);
  try {
    requireRegular(path, await file.stat());
    return await file.readFile(signal === undefined ? 'utf8' : { encoding: 'utf8', signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    await file.close();
  }
}

function requireRegular(path: string, found: Stats): void {
  if (!found.isFile()) throw new NotARegularFileError(path, found);
}
