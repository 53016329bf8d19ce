import type { Ffi } from './ffi.ts';

/**
 * How to ask for the error code of the preceding call. Resolved now: looking the function up later would itself change the code.
 * @param errno where there is an errno, how this backend reads it
 */
export function lastErrorOf(open: Ffi['open'], errno: () => () => number): () => number {
  if (process.platform !== 'win32') return errno();
  const getLastError = open('kernel32.dll').declare('GetLastError', 'u32', []);
  return () => getLastError();
}
