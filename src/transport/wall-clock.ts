import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from './transport.ts';

/** Real time: the clock of every transport to real hardware. */
export const wallClock: Clock = {
  now: () => performance.now(),
  sleep: async (milliseconds, signal) => {
    try {
      await sleep(milliseconds, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      // timers/promises rejects with its own AbortError and hides the reason in its cause.
      throw signal?.aborted ? signal.reason : error;
    }
  },
};
