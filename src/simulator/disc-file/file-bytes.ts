import { readSync, writevSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { unfilledBytes } from '../unfilled-bytes.ts';

/** The bytes from a position onward, fewer at the end of the file. */
export const readUpTo = (file: FileHandle, position: number, lengthBytes: number): Uint8Array =>
  readInto(file, position, unfilledBytes(lengthBytes));

/** The same, in memory that is there already. */
export function readInto(file: FileHandle, position: number, target: Uint8Array): Uint8Array {
  let done = 0;
  while (done < target.length) {
    const count = readSync(file.fd, target, done, target.length - done, position + done);
    if (count === 0) break;
    done += count;
  }
  return target.subarray(0, done);
}

/**
 * Writes all parts one after the other, from a position onward. Not asynchronous: copying a WRITE to the system's cache takes
 * less time than handing it to another thread.
 */
export function writeAll(file: FileHandle, parts: readonly Uint8Array[], position: number): void {
  let rest = parts.filter((part) => part.length > 0);
  let at = position;
  while (rest.length > 0) {
    let bytesWritten = writevSync(file.fd, rest, at);
    at += bytesWritten;
    rest = rest.flatMap((part) => {
      const taken = Math.min(bytesWritten, part.length);
      bytesWritten -= taken;
      return taken < part.length ? [part.subarray(taken)] : [];
    });
  }
}
