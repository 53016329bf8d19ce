import { rmSync } from 'node:fs';
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reasonOf } from '../../error-words.ts';
import { AudioFormatError } from '../audio-format-error.ts';

/** A file in a folder of its own that only this user can read. It is removed when it is disposed of, and when the process ends. */
export interface TemporaryFile extends AsyncDisposable {
  readonly path: string;
}

const left = new Set<string>();
const removeAll = (): void => {
  for (const folder of left) rmSync(folder, { recursive: true, force: true });
};

async function makeFolder(parent: string): Promise<string> {
  const folder = await mkdtemp(join(parent, 'discwright-'));
  if (left.size === 0) process.once('exit', removeAll);
  left.add(folder);
  return folder;
}

async function removeFolder(folder: string): Promise<void> {
  left.delete(folder);
  if (left.size === 0) process.removeListener('exit', removeAll);
  await rm(folder, { recursive: true, force: true });
}

/**
 * Writes chunks to a temporary file.
 * @param name of what they are, for errors
 * @param parent where it is made; the system's folder for temporary files unless given
 * @throws AudioFormatError if there is no room; whatever the chunks throw
 */
export async function toTemporaryFile(
  name: string,
  chunks: AsyncIterable<Uint8Array>,
  {
    parent = tmpdir(),
    signal,
  }: { readonly parent?: string | undefined; readonly signal?: AbortSignal | undefined } = {},
): Promise<TemporaryFile> {
  const folder = await makeFolder(parent).catch((error: unknown) => {
    throw noPlace(name, parent, error);
  });
  try {
    const path = join(folder, 'sound');
    const file = await open(path, 'wx', 0o600);
    try {
      for await (const chunk of chunks) {
        signal?.throwIfAborted();
        await write(file, chunk, name, parent);
      }
    } finally {
      await file.close();
    }
    return { path, [Symbol.asyncDispose]: () => removeFolder(folder) };
  } catch (error) {
    await removeFolder(folder);
    throw error;
  }
}

const write = (file: FileHandle, chunk: Uint8Array, name: string, parent: string): Promise<void> =>
  file.writeFile(chunk).catch((error: unknown) => {
    throw noPlace(name, parent, error);
  });

const noPlace = (name: string, parent: string, error: unknown): AudioFormatError =>
  new AudioFormatError({
    path: name,
    found: `cannot be kept in ${parent} until it is burned: ${reasonOf(error)}`,
    remedy: 'Free space there, or name another folder for temporary files (TMPDIR).',
    cause: error,
  });
