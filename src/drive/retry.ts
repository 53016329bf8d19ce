import type { Clock } from '../transport/transport.ts';

const INTERVAL_MS = 1_000;
/** What a drive reports of its disc may lag behind for so many attempts, one a second, before it counts. */
const ATTEMPTS = 20;

/**
 * Repeats a look at the drive while it fails in a way that may pass: information that a drive updates late.
 * @param isLate whether the failure may pass; any other is thrown at once, as is the last attempt's
 */
export async function retryWhile<T>(
  clock: Clock,
  isLate: (error: unknown) => boolean,
  look: () => Promise<T>,
  attempts: number = ATTEMPTS,
): Promise<T> {
  for (let left = attempts; ; left--) {
    try {
      return await look();
    } catch (error) {
      if (!isLate(error) || left <= 1) throw error;
      await clock.sleep(INTERVAL_MS);
    }
  }
}
