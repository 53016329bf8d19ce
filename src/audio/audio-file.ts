import type { BigIntStats } from 'node:fs';
import { constants, type FileHandle, open, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { AudioFormatError } from './audio-format-error.ts';
import type { ByteSource } from './byte-source.ts';
import { inDigits } from './conversion.ts';

/** What shows whether a file is still as it was when it was checked. */
export interface FileState {
  readonly sizeBytes: number;
  readonly modifiedNs: bigint;
  /** Together these say which file it is. */
  readonly device: bigint;
  readonly inode: bigint;
}

const stateOf = (stats: BigIntStats): FileState => ({
  sizeBytes: Number(stats.size),
  modifiedNs: stats.mtimeNs,
  device: stats.dev,
  inode: stats.ino,
});

/**
 * For those who open a file again by its path: throws if it is not the file that was checked, or has changed.
 * @param stats of what the path names now, or of the new handle
 */
export function requireSame(path: string, stats: BigIntStats, before: FileState): void {
  const now = stateOf(stats);
  const isSame = now.device === before.device && now.inode === before.inode;
  if (isSame && now.sizeBytes === before.sizeBytes && now.modifiedNs === before.modifiedNs) return;
  const how = !isSame
    ? 'the path names another file now'
    : now.sizeBytes === before.sizeBytes
      ? 'it was written to'
      : `it had ${inDigits(before.sizeBytes)} bytes and now has ${inDigits(now.sizeBytes)}`;
  throw new AudioFormatError({
    path,
    found: `was changed after it was checked: ${how}`,
    remedy: 'Wait until nothing is writing to it, and start again.',
  });
}

const SYSTEM_ERRORS: Readonly<Record<string, readonly [found: string, remedy: string]>> = {
  ENOENT: ['there is no such file', 'Check the path'],
  ENOTDIR: ['there is no such file', 'Check the path'],
  EACCES: [
    'you do not have permission to read this file',
    'Change its permissions, or copy it to a place where you can read it',
  ],
  EPERM: [
    'you do not have permission to read this file',
    'Change its permissions, or copy it to a place where you can read it',
  ],
  EMFILE: ['too many files are open', 'Close some, or raise the limit (ulimit -n)'],
  ELOOP: ['its symbolic links form a loop', 'Check where they point'],
};

/** The file system's error in words, with its code and the full path that was tried. */
function systemError(path: string, error: unknown): AudioFormatError {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown error';
  const [found, remedy] = SYSTEM_ERRORS[code] ?? ['it could not be read', 'Check the file and the device it is on'];
  const fullPath = resolve(path);
  const where = fullPath === path ? '' : ` (the full path is ${fullPath})`;
  return new AudioFormatError({ path, found: `${found} [${code}]`, remedy: `${remedy}${where}.`, cause: error });
}

function requireRegular(path: string, stats: BigIntStats): void {
  if (stats.isFile()) return;
  const found = stats.isDirectory()
    ? 'a directory, not a file'
    : stats.isFIFO() || stats.isSocket()
      ? 'a pipe or socket, not a file'
      : 'a device, not a file';
  const remedy = stats.isDirectory()
    ? 'Give the files in it, one for each track.'
    : 'The length of a track must be known before it is burned: write the audio to a file first.';
  throw new AudioFormatError({ path, found, remedy });
}

/** An audio file that is open for reading. Every failure is an {@link AudioFormatError}. */
export class AudioFile implements ByteSource {
  readonly path: string;
  readonly state: FileState;
  readonly #handle: FileHandle;

  private constructor(path: string, state: FileState, handle: FileHandle) {
    this.path = path;
    this.state = state;
    this.#handle = handle;
  }

  static async open(path: string): Promise<AudioFile> {
    let handle: FileHandle | undefined;
    try {
      // Checked before opening: opening a pipe waits for its writer, and opening a device may move something.
      requireRegular(path, await stat(path, { bigint: true }));
      handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
      const stats = await handle.stat({ bigint: true });
      requireRegular(path, stats);
      return new AudioFile(path, stateOf(stats), handle);
    } catch (error) {
      await handle?.close();
      throw error instanceof AudioFormatError ? error : systemError(path, error);
    }
  }

  get sizeBytes(): number {
    return this.state.sizeBytes;
  }

  /** Fills `target` from the file; returns fewer bytes only at the end of the file. */
  async readInto(target: Uint8Array, positionBytes: number): Promise<number> {
    let filled = 0;
    try {
      while (filled < target.length) {
        const { bytesRead } = await this.#handle.read(target, filled, target.length - filled, positionBytes + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
    } catch (error) {
      throw systemError(this.path, error);
    }
    return filled;
  }

  /** Reads what can be read at once: at least one byte, except at the end of the file. */
  async readSome(target: Uint8Array, positionBytes: number): Promise<number> {
    try {
      return (await this.#handle.read(target, 0, target.length, positionBytes)).bytesRead;
    } catch (error) {
      throw systemError(this.path, error);
    }
  }

  async readAt(positionBytes: number, lengthBytes: number): Promise<Uint8Array> {
    const target = new Uint8Array(Math.max(0, Math.min(lengthBytes, this.sizeBytes - positionBytes)));
    return target.subarray(0, await this.readInto(target, positionBytes));
  }

  /** Throws if the file has changed since `before`. */
  async requireUnchanged(before: FileState): Promise<void> {
    let stats: BigIntStats;
    try {
      stats = await this.#handle.stat({ bigint: true });
    } catch (error) {
      throw systemError(this.path, error);
    }
    requireSame(this.path, stats, before);
  }

  /** Throws unless the path still names this file, as it was when it was opened. */
  async requirePathUnchanged(): Promise<void> {
    // By a handle: Windows does not give all of the same facts for a path.
    const now = await AudioFile.open(this.path);
    try {
      await now.requireUnchanged(this.state);
    } finally {
      await now.close();
    }
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}
