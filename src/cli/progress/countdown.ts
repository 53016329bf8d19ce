import { secondsText } from '../format.ts';

/** Estimates the time left from the time taken so far. It is for the person who waits, so it uses wall-clock time. */
export class Countdown {
  /** May turn out to be more than was planned. */
  totalBlocks: number;
  #startMs: number | undefined;
  #startBlocks = 0;

  constructor(totalBlocks: number) {
    this.totalBlocks = totalBlocks;
  }

  /** Seconds left; undefined at the start, and if nothing says how much it is. */
  secondsLeft(doneBlocks: number, nowMs = performance.now()): number | undefined {
    if (this.#startMs === undefined) {
      this.#startMs = nowMs;
      this.#startBlocks = doneBlocks;
    }
    const blocks = doneBlocks - this.#startBlocks;
    if (blocks <= 0 || !Number.isFinite(this.totalBlocks)) return undefined;
    return ((nowMs - this.#startMs) / 1000 / blocks) * (this.totalBlocks - doneBlocks);
  }
}

/** `0:42 left`; undefined when it is almost done. */
export const timeLeft = (seconds: number | undefined): string | undefined =>
  seconds === undefined || seconds < 1 ? undefined : `${secondsText(seconds)} left`;
