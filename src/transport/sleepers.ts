interface Sleeper {
  readonly wakesAtMs: number;
  readonly wake: () => void;
}

/** Who sleeps on a clock that does not run by itself, in the order of their times (equal times: of the calls). */
export class Sleepers {
  readonly #queue: Sleeper[] = [];

  /** When the next one wakes; undefined while nobody sleeps. */
  get nextAtMs(): number | undefined {
    return this.#queue[0]?.wakesAtMs;
  }

  /** Resolves when {@link wakeNext} comes to it; rejects with the reason of the signal, which may have aborted before. */
  sleepUntil(wakesAtMs: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const abort = (): void => {
        this.#queue.splice(this.#queue.indexOf(sleeper), 1);
        reject(signal?.reason);
      };
      const sleeper: Sleeper = {
        wakesAtMs,
        wake: () => {
          signal?.removeEventListener('abort', abort);
          resolve();
        },
      };
      signal?.addEventListener('abort', abort, { once: true });
      let index = this.#queue.length;
      while (index > 0 && (this.#queue[index - 1]?.wakesAtMs ?? 0) > wakesAtMs) index--;
      this.#queue.splice(index, 0, sleeper);
    });
  }

  wakeNext(): void {
    this.#queue.shift()?.wake();
  }
}
