import { expect } from '@jest/globals';

/** The error that a promise rejects with, which must be of this class. */
export async function rejectionOf<E extends Error>(
  promise: Promise<unknown>,
  kind: new (...details: never[]) => E,
): Promise<E> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(kind);
  return error as E;
}
