import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { systemErrorInWords } from '../../error-words.ts';
import { FileSystemError } from '../filesystem-error.ts';
import type { FileReader, NodeAttributes, TreeFile } from './model.ts';

/** Up to this size a file is read in one turn: passing it to another thread and back would cost more than reading it. */
const READ_IN_ONE_TURN_BYTES = 262_144;
/** If the file has become a pipe since, opening it must not wait for somebody at the other end. */
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** A file of this computer as part of a tree. No reader survives a change of the file: its image would be a mixture. */
export class FileOnDisk implements TreeFile {
  readonly kind = 'file';
  readonly name: string;
  readonly mode: number | undefined;
  readonly uid: number | undefined;
  readonly gid: number | undefined;
  readonly lengthBytes: number;
  readonly linkId: string | undefined;
  readonly #folder: string;
  /** On the disk. */
  readonly #name: string;
  readonly #modifiedMs: number;

  /** @param folder that it is in, and its name there */
  constructor(folder: string, nameThere: string, { name, mode, uid, gid }: NodeAttributes, stats: Stats) {
    this.name = name;
    this.mode = mode;
    this.uid = uid;
    this.gid = gid;
    this.lengthBytes = stats.size;
    this.linkId = stats.nlink > 1 ? `${stats.dev}:${stats.ino}` : undefined;
    this.#folder = folder;
    this.#name = nameThere;
    this.#modifiedMs = stats.mtimeMs;
  }

  /** In whole seconds: no date of ISO 9660 is finer. Made when it is asked for, since a tree may have very many files. */
  get modified(): Date {
    return wholeSeconds(this.#modifiedMs);
  }

  get #path(): string {
    return join(this.#folder, this.#name);
  }

  /** Whether {@link readWhole} reads it. */
  get isSmall(): boolean {
    return this.lengthBytes <= READ_IN_ONE_TURN_BYTES;
  }

  /** Reads a small file completely. @returns false for one that is too large for that */
  readWhole(target: Uint8Array): boolean {
    if (!this.isSmall) return false;
    const descriptor = this.#attempt(() => openSync(this.#path, FLAGS));
    try {
      let done = 0;
      while (done < this.lengthBytes) {
        const got = this.#attempt(() => readSync(descriptor, target, done, this.lengthBytes - done, done));
        if (got === 0) break;
        done += got;
      }
      this.#requireUnchanged(
        this.#attempt(() => fstatSync(descriptor)),
        done,
      );
    } finally {
      closeSync(descriptor);
    }
    return true;
  }

  async openReader(): Promise<FileReader> {
    const handle = await this.#attemptLater(open(this.#path, FLAGS));
    try {
      this.#requireUnchanged(await handle.stat());
    } catch (error) {
      await handle.close();
      throw error;
    }
    let left = this.lengthBytes;
    return {
      read: async (target) => {
        const length = await this.#read(handle, target);
        left -= length;
        // At its end, and where it ends too early, it must still be the same file.
        if (left <= 0 || length < target.length) this.#requireUnchanged(await this.#attemptLater(handle.stat()));
        return length;
      },
      close: () => handle.close(),
    };
  }

  async #read(handle: FileHandle, target: Uint8Array): Promise<number> {
    let done = 0;
    while (done < target.length) {
      const { bytesRead } = await this.#attemptLater(handle.read(target, done, target.length - done));
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return done;
  }

  #requireUnchanged(now: Stats, readBytes = this.lengthBytes): void {
    const isSame = now.isFile() && now.size === this.lengthBytes && readBytes === this.lengthBytes;
    if (isSame && now.mtimeMs === this.#modifiedMs) return;
    throw fileChanged(
      this.#path,
      isSame
        ? 'it was written to'
        : !now.isFile()
          ? 'it is not a file any more'
          : `it had ${this.lengthBytes} bytes and now has ${now.size}`,
    );
  }

  #attempt<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw this.#unreadable(error);
    }
  }

  async #attemptLater<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      throw this.#unreadable(error);
    }
  }

  #unreadable(cause: unknown): FileSystemError {
    return new FileSystemError({
      kind: 'source',
      reason: `${this.#path} cannot be read: ${systemErrorInWords(cause)}`,
      remedy: 'Check the file and your permissions, and make the image again',
      path: this.#path,
      cause,
    });
  }
}

export const wholeSeconds = (ms: number): Date => new Date(Math.floor(ms / 1_000) * 1_000);

export const fileChanged = (path: string, how: string): FileSystemError =>
  new FileSystemError({
    kind: 'changed',
    reason: `${path} was changed after the image was laid out: ${how}`,
    remedy: 'Make the image again while nothing writes to its files',
    path,
  });
