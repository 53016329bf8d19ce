import type { Clock } from '../transport/transport.ts';

interface Sleeper {
  readonly wakesAt: number;
  readonly wake: () => void;
}

/**
 * Time that passes only when somebody sleeps, and then immediately. Sleepers wake one by one in the order of their times
 * (equal times: in the order of the calls), and each runs as far as it can before the next one wakes. Work that takes real
 * time, such as reading a file, takes none here.
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

  /** One turn of the event loop for each: the sleeper woken last may sleep again before time advances. */
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
