import { randomBytes } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { type FileHandle, link, lstat, open, rename, rm, unlink } from 'node:fs/promises';
import { kindOf } from '../transport/regular-file.ts';
import { fileSystemError, ImageError } from './image-error.ts';

/**
 * Throws ImageError of kind `exists` for a file that already exists, unless it may be overwritten: a regular file may, and a
 * symbolic link, which is then replaced itself.
 */
export async function requireFree(path: string, overwrite: boolean): Promise<void> {
  const found = await lstat(path).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw fileSystemError(path, error);
  });
  if (found === undefined) return;
  if (!overwrite) throw alreadyExists(path);
  if (found.isFile() || found.isSymbolicLink()) return;
  throw new ImageError({
    kind: 'exists',
    reason: `${path} is ${kindOf(found)}, which is never overwritten`,
    remedy: 'Choose another name',
  });
}

const alreadyExists = (path: string): ImageError =>
  new ImageError({
    kind: 'exists',
    reason: `${path} already exists`,
    remedy: 'Choose another name, or allow overwriting (--overwrite)',
  });

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? '';

/** Fewer and larger writes cost less, but twice as much from a mebibyte on, when the bytes are in no cache any more (measured). */
const COLLECTED_BYTES = 512 * 1_024;

export interface WholeFileOptions {
  /** Replace a file of this name, also one that appeared in the meantime. Default: it is an error of kind `exists`. */
  readonly overwrite?: boolean | undefined;
  /** Gets the bytes of each {@link WholeFile.write} once they are in the file: their memory may be used again. */
  readonly onWritten?: ((bytes: Uint8Array) => void) | undefined;
}

/**
 * A file that appears under its name only when it is complete: written next to it under another name, and moved by
 * {@link commit}. Disposed of without that, it leaves nothing.
 */
export class WholeFile implements AsyncDisposable {
  readonly path: string;
  readonly #partialPath: string;
  readonly #overwrite: boolean;
  readonly #onWritten: ((bytes: Uint8Array) => void) | undefined;
  #handle: FileHandle | undefined;
  #pending: Uint8Array[] = [];
  #pendingBytes = 0;
  /** What is being written while more is collected. Its failure is thrown by the next write. */
  #underWay: Promise<void> = Promise.resolve();
  /** Which file the name was given to. */
  #identity: string | undefined;

  private constructor(path: string, partialPath: string, handle: FileHandle, options: WholeFileOptions) {
    this.path = path;
    this.#partialPath = partialPath;
    this.#handle = handle;
    this.#overwrite = options.overwrite ?? false;
    this.#onWritten = options.onWritten;
  }

  /** @throws ImageError */
  static async create(path: string, options: WholeFileOptions = {}): Promise<WholeFile> {
    const partialPath = partialName(path);
    try {
      return new WholeFile(path, partialPath, await open(partialPath, 'wx'), options);
    } catch (error) {
      throw fileSystemError(path, error);
    }
  }

  /**
   * Writes bytes, which must not change until they are written: they are collected, so a failure may be reported later, by {@link commit}
   * at the latest.
   * @throws ImageError
   */
  async write(bytes: Uint8Array): Promise<void> {
    if (bytes.length === 0) return;
    this.#pending.push(bytes);
    this.#pendingBytes += bytes.length;
    if (this.#pendingBytes < COLLECTED_BYTES) return;
    try {
      await this.#flush();
    } catch (error) {
      throw fileSystemError(this.path, error);
    }
  }

  /** Begins to write what is collected, once all before it is written. */
  async #flush(): Promise<void> {
    const pieces = this.#pending;
    this.#pending = [];
    this.#pendingBytes = 0;
    await this.#underWay;
    this.#underWay = this.#writeAll(pieces);
    // It is awaited later; until then its failure is not unhandled.
    this.#underWay.catch(() => {});
  }

  async #writeAll(collected: readonly Uint8Array[]): Promise<void> {
    let pieces = collected;
    while (pieces.length > 0) {
      const { bytesWritten } = (await this.#handle?.writev(pieces)) ?? { bytesWritten: 0 };
      if (bytesWritten === 0) throw new Error('nothing more could be written');
      pieces = after(bytesWritten, pieces);
    }
    for (const bytes of collected) this.#onWritten?.(bytes);
  }

  /** Writes over bytes that were written: a header that is known only at the end. @throws ImageError */
  async rewrite(position: number, bytes: Uint8Array): Promise<void> {
    try {
      await this.#flush();
      await this.#handle?.write(bytes, 0, bytes.length, position);
    } catch (error) {
      throw fileSystemError(this.path, error);
    }
  }

  /**
   * Gives the file its name.
   * @throws ImageError of kind `exists`, with that file left as it is, if one has the name by now and may not be replaced
   */
  async commit(): Promise<void> {
    try {
      await this.#flush();
      await this.#underWay;
      await this.#handle?.datasync();
      const identity = await identityOf(this.#handle?.stat({ bigint: true }));
      await this.#handle?.close();
      this.#handle = undefined;
      await giveName(this.#partialPath, this.path, this.#overwrite);
      this.#identity = identity;
    } catch (error) {
      throw error instanceof ImageError ? error : fileSystemError(this.path, error);
    }
  }

  /** Removes the file again, unless committing it may have replaced another file, or another one has its name by now. */
  async withdraw(): Promise<void> {
    if (this.#overwrite || this.#identity === undefined) return;
    const found = await identityOf(lstat(this.path, { bigint: true }).catch(() => undefined));
    if (found === this.#identity) await rm(this.path, { force: true });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#underWay.catch(() => {});
    await this.#handle?.close().catch(() => {});
    this.#handle = undefined;
    await rm(this.#partialPath, { force: true });
  }
}

/** The pieces without their first bytes. */
function after(bytes: number, pieces: readonly Uint8Array[]): Uint8Array[] {
  let left = bytes;
  const rest: Uint8Array[] = [];
  for (const piece of pieces) {
    const skipped = Math.min(left, piece.length);
    left -= skipped;
    if (skipped < piece.length) rest.push(piece.subarray(skipped));
  }
  return rest;
}

async function identityOf(found: Promise<BigIntStats | undefined> | undefined): Promise<string | undefined> {
  const stats = await found;
  return stats === undefined ? undefined : `${stats.dev}:${stats.ino}`;
}

/**
 * Gives a complete file its name.
 * @throws ImageError of kind `exists`, with that file left as it is, if one has the name by now and may not be replaced
 */
export async function giveName(from: string, to: string, overwrite: boolean): Promise<void> {
  try {
    if (overwrite) {
      await requireFree(to, true);
      await rename(from, to);
    } else await moveToFreeName(from, to);
  } catch (error) {
    if (error instanceof ImageError) throw error;
    throw codeOf(error) === 'EEXIST' ? alreadyExists(to) : fileSystemError(to, error);
  }
}

/** A name for a file next to one of that name, until it is complete. */
export const partialName = (path: string): string => `${path}.${randomBytes(4).toString('hex')}.partial`;

/** From file systems without hard links: FAT, some network drives, some systems in user space. */
const NO_HARD_LINKS: readonly string[] = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL', 'UNKNOWN'];

/** Unlike rename(), link() and `wx` fail with EEXIST if the name is taken, even by a file that has just appeared. */
async function moveToFreeName(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (!NO_HARD_LINKS.includes(codeOf(error))) throw error;
    await (await open(to, 'wx')).close();
    await rename(from, to).catch(async (failure: unknown) => {
      await unlink(to);
      throw failure;
    });
    return;
  }
  await unlink(from);
}
