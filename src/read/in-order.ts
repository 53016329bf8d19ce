/**
 * Runs jobs with a few of them under way at a time, so that the drive never waits for us. Results come in the order of the
 * jobs; of several failures, the first in that order is thrown. No job is under way any more when the generator has ended.
 */
export async function* inOrder<T>(jobs: Iterable<() => Promise<T>>, atOnce = READS_AT_ONCE): AsyncGenerator<T> {
  const underWay: Promise<T>[] = [];
  const iterator = jobs[Symbol.iterator]();
  const startNext = () => {
    const { done, value: job } = iterator.next();
    if (done) return;
    const running = job();
    // It is awaited in its turn; until then its failure is not unhandled.
    running.catch(() => {});
    underWay.push(running);
  };
  for (let started = 0; started < atOnce; started++) startNext();
  try {
    for (;;) {
      const next = underWay.shift();
      if (next === undefined) return;
      const result = await next;
      startNext();
      yield result;
    }
  } finally {
    await Promise.allSettled(underWay);
  }
}

/** One that the drive carries out, one that waits for it, and one whose data are being used. */
const READS_AT_ONCE = 3;
