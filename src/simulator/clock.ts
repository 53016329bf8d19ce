import type { Clock } from '../transport/transport.ts';

interface Sleeper {
  readonly wakesAt: number;
  readonly wake: () => void;
}

/**
 * Time that passes only when somebody sleeps, and then at once. Sleepers wake one by one in the order of their times
 * (equal times: in the order of the calls), each having run as far as it can before the next one wakes. Work that really
 * takes time, a file read say, takes none here.
 */
export class VirtualClock implements Clock {
  #now = 0;
  readonly #sleepers: Sleeper[] = [];
  #ticking = false;

  now(): number {
    return this.#now;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const abort = (): void => {
        this.#sleepers.splice(this.#sleepers.indexOf(sleeper), 1);
        reject(signal?.reason);
      };
      const sleeper: Sleeper = {
        wakesAt: this.#now + Math.max(0, milliseconds),
        wake: () => {
          signal?.removeEventListener('abort', abort);
          resolve();
        },
      };
      signal?.addEventListener('abort', abort, { once: true });
      this.#add(sleeper);
    });
  }

  #add(sleeper: Sleeper): void {
    let index = this.#sleepers.length;
    while (index > 0 && (this.#sleepers[index - 1]?.wakesAt ?? 0) > sleeper.wakesAt) index--;
    this.#sleepers.splice(index, 0, sleeper);
    this.#tick();
  }

  /** A turn of the event loop apart: whoever was woken last may lie down again before time goes on. */
  #tick(): void {
    if (this.#ticking || this.#sleepers.length === 0) return;
    this.#ticking = true;
    setImmediate(() => {
      this.#ticking = false;
      const next = this.#sleepers.shift();
      if (next !== undefined) {
        this.#now = Math.max(this.#now, next.wakesAt);
        next.wake();
      }
      this.#tick();
    });
  }
}
