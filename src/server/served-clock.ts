import type { Clock } from '../transport/transport.ts';
import { Operation } from './control.ts';
import type { ServedConnection } from './served-connection.ts';

/** The virtual time of a served drive. Once the connection is lost it is a virtual clock of its own, so that nothing hangs. */
export class ServedClock implements Clock {
  readonly #connection: ServedConnection;
  /** What was slept here after the connection was lost. */
  #aloneMs = 0;

  constructor(connection: ServedConnection) {
    this.#connection = connection;
  }

  now(): number {
    return this.#connection.nowMs + this.#aloneMs;
  }

  async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const sleeping = this.#sleep(milliseconds);
    if (signal === undefined) return sleeping;
    const stop = new AbortController();
    const aborted = new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true, signal: stop.signal });
    });
    try {
      await Promise.race([sleeping, aborted]);
    } finally {
      stop.abort();
    }
  }

  async #sleep(milliseconds: number): Promise<void> {
    try {
      await this.#connection.control({ operation: Operation.Sleep, milliseconds, text: '' });
    } catch (error) {
      if (!this.#connection.lost) throw error;
      this.#aloneMs += Math.max(0, milliseconds);
    }
  }
}
