/**
 * Disposes a resource. If the work with it has already failed, a failure to dispose it is ignored in favour of that
 * one.
 */
export async function release(resource: AsyncDisposable, failed: boolean): Promise<void> {
  const done = resource[Symbol.asyncDispose]();
  await (failed ? Promise.resolve(done).catch(() => {}) : done);
}
