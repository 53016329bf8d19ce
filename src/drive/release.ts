/** Disposes of a resource. If the work with it has failed already, that failure is thrown, not one of the disposal. */
export async function release(resource: AsyncDisposable, failed: boolean): Promise<void> {
  const done = resource[Symbol.asyncDispose]();
  await (failed ? Promise.resolve(done).catch(() => {}) : done);
}
