import { randomBytes } from 'node:crypto';
import { access, type FileHandle, open, rename, rm } from 'node:fs/promises';
import { fileSystemError, ImageError } from './image-error.ts';

/** Throws ImageError of kind `exists` for a file that already exists, unless it may be overwritten. */
export async function requireFree(path: string, overwrite: boolean): Promise<void> {
  if (overwrite) return;
  try {
    await access(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw fileSystemError(path, error);
  }
  throw new ImageError({
    kind: 'exists',
    reason: `${path} already exists`,
    remedy: 'Choose another name, or allow overwriting (--overwrite)',
  });
}

/**
 * A file that appears under its name only when it is complete: written next to it under another name, and renamed by
 * {@link commit}. Disposed of without that, it leaves nothing.
 */
export class WholeFile implements AsyncDisposable {
  readonly path: string;
  readonly #partialPath: string;
  #handle: FileHandle | undefined;

  private constructor(path: string, partialPath: string, handle: FileHandle) {
    this.path = path;
    this.#partialPath = partialPath;
    this.#handle = handle;
  }

  static async create(path: string): Promise<WholeFile> {
    const partialPath = `${path}.${randomBytes(4).toString('hex')}.partial`;
    try {
      return new WholeFile(path, partialPath, await open(partialPath, 'wx'));
    } catch (error) {
      throw fileSystemError(path, error);
    }
  }

  async write(bytes: Uint8Array): Promise<void> {
    try {
      for (let done = 0; done < bytes.length; ) {
        const { bytesWritten } = (await this.#handle?.write(bytes, done)) ?? { bytesWritten: 0 };
        if (bytesWritten === 0) throw new Error('nothing more could be written');
        done += bytesWritten;
      }
    } catch (error) {
      throw fileSystemError(this.path, error);
    }
  }

  /** Renames the file to its final name. */
  async commit(): Promise<void> {
    try {
      await this.#handle?.datasync();
      await this.#handle?.close();
      this.#handle = undefined;
      await rename(this.#partialPath, this.path);
    } catch (error) {
      throw fileSystemError(this.path, error);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle?.close().catch(() => {});
    this.#handle = undefined;
    await rm(this.#partialPath, { force: true });
  }
}
