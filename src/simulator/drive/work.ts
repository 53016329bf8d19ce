import type { Clock } from '../../transport/transport.ts';
import type { TimedEffect } from '../core.ts';
import { type BusySense, Operation } from './operation.ts';

/** Shorter times are added up, so that the clock is not used for each. */
const LEAST_SLEEP_MS = 1;
const MOST_LATE_MS = 20;

/** What the drive is busy with, and how long commands take. */
export class Work {
  readonly #clock: Clock;
  #operation: Operation | undefined;
  #waiting = new AbortController();
  #unspentMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get operation(): Operation | undefined {
    return this.#operation;
  }

  /** Carries out a task over its duration: in the background if the command is immediate, otherwise before returning. */
  async perform(task: TimedEffect, immediate: boolean, busySense: BusySense): Promise<void> {
    if (task.durationMs <= 0) {
      await task.effect();
      return;
    }
    const operation = new Operation(this.#clock, task, busySense);
    this.#operation = operation;
    if (immediate) return;
    await this.#clock.sleep(operation.remainingMs, this.#waiting.signal);
    await this.#finish(operation);
  }

  /** Adds to the time that the current command takes. */
  delay(milliseconds: number): void {
    this.#unspentMs += milliseconds;
  }

  /** Lets the time of a command pass. */
  async spend(milliseconds: number): Promise<void> {
    this.#unspentMs += milliseconds;
    if (this.#unspentMs < LEAST_SLEEP_MS) return;
    const owed = this.#unspentMs;
    this.#unspentMs = 0;
    const begun = this.#clock.now();
    await this.#clock.sleep(owed, this.#waiting.signal);
    // In real time a timer is late: commands that follow take less, or a fast disc could not be fed.
    const late = Math.min(MOST_LATE_MS, this.#clock.now() - begun - owed);
    if (late > 0) this.#unspentMs -= late;
  }

  /** An operation whose time is over takes effect. */
  async settle(): Promise<void> {
    if (this.#operation?.over) await this.#finish(this.#operation);
  }

  /** What is in progress takes effect now. */
  async settleEverything(): Promise<void> {
    if (this.#operation !== undefined) await this.#finish(this.#operation);
  }

  /** What is in progress is left half done. */
  async interruptOperation(): Promise<void> {
    const operation = this.#operation;
    this.#operation = undefined;
    await operation?.interrupt();
  }

  /** Whatever the current command waits for fails with the reason; if `permanently`, so does what later ones wait for. */
  failWaiting(reason: Error, { permanently }: { readonly permanently: boolean }): void {
    const waiting = this.#waiting;
    if (!permanently) this.#waiting = new AbortController();
    waiting.abort(reason);
  }

  async #finish(operation: Operation): Promise<void> {
    if (this.#operation !== operation) return;
    this.#operation = undefined;
    await operation.takeEffect();
  }
}
