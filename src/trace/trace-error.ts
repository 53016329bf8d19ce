import { errorInJson } from '../json-values.ts';

/** A trace that cannot be read, or could not be written. The drive is not to blame. */
export class TraceError extends Error {
  override readonly name = 'TraceError';

  /** The message, its details and its cause as plain data, for logs. */
  toJSON(): Record<string, unknown> {
    return errorInJson(this);
  }
}

/** An error's message, wherever it comes from: `instanceof Error` fails for errors of another realm. */
export function messageOf(error: unknown): string {
  const message = (error as { readonly message?: unknown } | null | undefined)?.message;
  return typeof message === 'string' ? message : String(error);
}
