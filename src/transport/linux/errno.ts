import { constants } from 'node:os';

/** `os.constants.errno` lacks these, as it lacks all errors that only Linux has. */
const LINUX_ONLY = { ENOMEDIUM: 123, EMEDIUMTYPE: 124, ENOTBLK: 15 } as const;

export const Errno = { ...constants.errno, ...LINUX_ONLY } as const;

const names = new Map<number, string>(Object.entries(Errno).map(([name, value]) => [value, name]));

/** `EACCES (13)`. */
export function errnoText(errno: number): string {
  return `${names.get(errno) ?? 'errno'} (${errno})`;
}

/** The errno of an error thrown by node:fs, which stores it negated; undefined for any other error. */
export function errnoOf(error: unknown): number | undefined {
  const errno = Number((error as { errno?: unknown } | undefined)?.errno);
  return Number.isInteger(errno) && errno < 0 ? -errno : undefined;
}
