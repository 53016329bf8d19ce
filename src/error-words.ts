/** What was thrown, in words: JavaScript lets a program throw anything, and a stream or a generator of another one does. */
export function thrownInWords(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message === '' ? thrown.name : thrown.message;
  if (typeof thrown === 'string' && thrown !== '') return thrown;
  const message = typeof thrown === 'object' && thrown !== null ? (thrown as { message?: unknown }).message : undefined;
  if (typeof message === 'string' && message !== '') return message;
  return `it threw ${kindInWords(thrown)} instead of an error`;
}

function kindInWords(thrown: unknown): string {
  if (thrown === undefined || thrown === null) return String(thrown);
  if (thrown === '') return 'an empty string';
  return typeof thrown === 'object' || typeof thrown === 'function'
    ? `a value of type ${typeof thrown}`
    : String(thrown);
}

/** The remedy that an error has of its own. */
export function remedyOf(error: unknown): string | undefined {
  const remedy = (error as { readonly remedy?: unknown } | null | undefined)?.remedy;
  return typeof remedy === 'string' && remedy !== '' ? remedy : undefined;
}

/** What an error says, without the remedy and the full stop that it ends with: a message has only one remedy. */
export function reasonOf(error: unknown): string {
  const message = thrownInWords(error);
  const remedy = remedyOf(error) ?? '';
  return (message.endsWith(remedy) ? message.slice(0, message.length - remedy.length) : message).replace(/[.\s]+$/, '');
}

/** Errors of a file system, as people say them. */
const SYSTEM_ERRORS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EDQUOT: 'your share of the disk is used up',
  EFBIG: 'the file is too large for this file system',
  EIO: 'the device that it is on failed',
  EISDIR: 'it is a folder',
  ELOOP: 'its symbolic links form a loop',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'the name is too long',
  ENOENT: 'there is no such file or folder',
  ENOSPC: 'there is no space left',
  ENOTDIR: 'a part of the path is not a folder',
  EPERM: 'this is not permitted',
  EROFS: 'this file system can only be read',
};

/** An error of the file system, with its code: `there is no such file or folder [ENOENT]`; any other in its own words. */
export function systemErrorInWords(error: unknown): string {
  const { code, syscall } = (error ?? {}) as { readonly code?: unknown; readonly syscall?: unknown };
  const words = typeof code === 'string' && typeof syscall === 'string' ? SYSTEM_ERRORS[code] : undefined;
  const message = thrownInWords(error);
  // What this package says itself begins with the code too, and is more exact.
  return words !== undefined && message.includes(`, ${syscall}`) ? `${words} [${code}]` : message;
}
