import { Sleepers } from '../transport/sleepers.ts';
import type { Clock } from '../transport/transport.ts';

/**
 * Time that passes only when somebody sleeps, and then immediately. Sleepers wake one by one in the order of their times
 * (equal times: in the order of the calls), and each runs as far as it can before the next one wakes. Work that takes real
 * time, such as reading a file, takes none here.
 */
export class VirtualClock implements Clock {
  #now = 0;
  readonly #sleepers = new Sleepers();
  #ticking = false;

  now(): number {
    return this.#now;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    const sleeping = this.#sleepers.sleepUntil(this.#now + Math.max(0, milliseconds), signal);
    this.#tick();
    return sleeping;
  }

  /** One turn of the event loop for each: the sleeper woken last may sleep again before time advances. */
  #tick(): void {
    if (this.#ticking || this.#sleepers.nextAtMs === undefined) return;
    this.#ticking = true;
    setImmediate(() => {
      this.#ticking = false;
      this.#now = Math.max(this.#now, this.#sleepers.nextAtMs ?? 0);
      this.#sleepers.wakeNext();
      this.#tick();
    });
  }

  /** The time on it, as plain data, for logs. */
  toJSON(): object {
    return { nowMs: this.#now };
  }
}
