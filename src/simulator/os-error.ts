/** An error of the operating system with its code, as `node:fs` reports it. */
export interface OsError {
  readonly code: string;
  readonly errno: number | undefined;
  readonly message: string;
}

export function asOsError(error: unknown): OsError | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { code, errno, message } = error as NodeJS.ErrnoException;
  return typeof code === 'string' ? { code, errno, message } : undefined;
}
