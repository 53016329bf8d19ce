import type { Clock } from '../transport/transport.ts';

const INTERVAL_MS = 1_000;
/** What a drive reports about its disc may be out of date for this many attempts, one a second, before it counts. */
const ATTEMPTS = 20;

/**
 * Repeats a query while it fails in a way that may pass: information that a drive updates late.
 * @param signal ends the repetitions with its reason
 * @param isLate whether the failure may pass; any other is thrown immediately, as is that of the last attempt
 */
export async function retryWhile<T>(
  clock: Clock,
  isLate: (error: unknown) => boolean,
  query: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  for (let left = ATTEMPTS; ; left--) {
    try {
      return await query();
    } catch (error) {
      if (!isLate(error) || left <= 1) throw error;
      await clock.sleep(INTERVAL_MS, signal);
    }
  }
}
