import type { Drive } from '../../drive/drive.ts';
import { retryWhile } from '../../drive/retry.ts';
import { BurnError } from './burn-error.ts';

/**
 * Repeats a check of the disc until it passes, since drives are late to update what they report.
 * @param check throws BurnError for a state that may still change; that of the last attempt is thrown
 * @param signal ends the repetitions with its reason
 */
export const untilSettled = <T>(drive: Drive, check: () => Promise<T>, signal?: AbortSignal): Promise<T> =>
  retryWhile(drive.clock, (error) => error instanceof BurnError, check, signal);
