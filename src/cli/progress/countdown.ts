import { secondsText } from '../format.ts';

/** How long the rest will take, by how long the beginning took: for the person who waits, so on the wall's clock. */
export class Countdown {
  readonly #totalBlocks: number;
  #startMs: number | undefined;
  #startBlocks = 0;

  constructor(totalBlocks: number) {
    this.#totalBlocks = totalBlocks;
  }

  /** Seconds left, undefined at the start. */
  secondsLeft(doneBlocks: number, nowMs = performance.now()): number | undefined {
    if (this.#startMs === undefined) {
      this.#startMs = nowMs;
      this.#startBlocks = doneBlocks;
    }
    const blocks = doneBlocks - this.#startBlocks;
    if (blocks <= 0) return undefined;
    return ((nowMs - this.#startMs) / 1000 / blocks) * (this.#totalBlocks - doneBlocks);
  }
}

/** `0:42 left`; nothing when it is as good as done. */
export const timeLeft = (seconds: number | undefined): string[] =>
  seconds === undefined || seconds < 1 ? [] : [`${secondsText(seconds)} left`];
