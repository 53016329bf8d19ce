import { FileSystemError } from '../../filesystem-error.ts';

/** The last address that 32 bits can hold, less what a session needs at least. */
export const LAST_START = 2 ** 32 - 1_000;

export const unusable = (reason: string, remedy: string, path?: string): FileSystemError =>
  new FileSystemError({ kind: 'unsuitable-tree', reason, remedy, path });

/** @throws FileSystemError of kind `unsuitable-tree` */
export function requireWhole(what: string, value: number, most: number): void {
  if (Number.isInteger(value) && value >= 0 && value <= most) return;
  throw unusable(`${what} is ${value}`, `Give a whole number of blocks from 0 to ${most}`);
}
