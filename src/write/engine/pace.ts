import type { Clock } from '../../transport/transport.ts';

const INTERVAL_MS = 100;

/** When progress is reported: at once, and then ten times a second on the drive's clock. */
export class Pace {
  readonly #clock: Clock;
  readonly #end = new AbortController();
  #nextMs = Number.NEGATIVE_INFINITY;
  #tick: Promise<void> | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether progress is to be reported now; then not again for a while. */
  isDue(): boolean {
    const now = this.#clock.now();
    if (now < this.#nextMs) return false;
    this.#nextMs = now + INTERVAL_MS;
    return true;
  }

  /** Settles when progress is due. */
  untilDue(): Promise<void> {
    this.#tick ??= this.#clock
      .sleep(Math.max(0, this.#nextMs - this.#clock.now()), this.#end.signal)
      .catch(() => {})
      .then(() => {
        this.#tick = undefined;
      });
    return this.#tick;
  }

  /** Ends {@link untilDue}. */
  end(): void {
    this.#end.abort();
  }
}
