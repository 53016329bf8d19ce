import { BurnError } from '../write/engine/burn-error.ts';
import type { Drive } from './drive.ts';

const INTERVAL_MS = 1_000;
/** What a drive tells of the disc may lag behind for so many looks, one a second, before it is held against it. */
const PATIENCE_LOOKS = 20;

/**
 * Looks until what is seen is as it should be, for information that a drive brings up to date late.
 * @param look throws BurnError for what must not stay so; the last look's is thrown
 */
export async function lookAgain<T>(drive: Drive, look: () => Promise<T>, looks: number = PATIENCE_LOOKS): Promise<T> {
  for (let left = looks; ; left--) {
    try {
      return await look();
    } catch (error) {
      if (!(error instanceof BurnError) || left <= 1) throw error;
      await drive.clock.sleep(INTERVAL_MS);
    }
  }
}
