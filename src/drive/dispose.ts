/** Disposes of a resource; if the work with it has failed already, that failure is not hidden behind one of giving back. */
export async function giveBack(resource: AsyncDisposable, failed: boolean): Promise<void> {
  const done = resource[Symbol.asyncDispose]();
  await (failed ? Promise.resolve(done).catch(() => {}) : done);
}
