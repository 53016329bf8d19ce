import type { Drive } from '../../drive/drive.ts';
import { retryWhile } from '../../drive/retry.ts';
import { BurnError } from './burn-error.ts';

/**
 * Looks at the disc until it is as it should be, since drives update what they report late.
 * @param look throws BurnError for what must not stay so; the last look's is thrown
 */
export const untilSettled = <T>(drive: Drive, look: () => Promise<T>): Promise<T> =>
  retryWhile(drive.clock, (error) => error instanceof BurnError, look);
