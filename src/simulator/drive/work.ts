import type { Clock } from '../../transport/transport.ts';
import type { TimedEffect } from '../core.ts';
import { type BusySense, Operation } from './operation.ts';

/** Shorter times are saved up: the clock need not be troubled for each. */
const LEAST_SLEEP_MS = 1;

/** What the drive is busy with, and the time that commands take. */
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

  /** Has something last its time: in the background if the command is immediate, else until it is over. */
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

  /** Time that the command in hand takes besides. */
  delay(milliseconds: number): void {
    this.#unspentMs += milliseconds;
  }

  /** Has the time of a command pass. */
  async spend(milliseconds: number): Promise<void> {
    this.#unspentMs += milliseconds;
    if (this.#unspentMs < LEAST_SLEEP_MS) return;
    const owed = this.#unspentMs;
    this.#unspentMs = 0;
    await this.#clock.sleep(owed, this.#waiting.signal);
  }

  /** An operation whose time is over takes effect. */
  async settle(): Promise<void> {
    if (this.#operation?.over) await this.#finish(this.#operation);
  }

  /** What is under way takes effect now. */
  async settleEverything(): Promise<void> {
    if (this.#operation !== undefined) await this.#finish(this.#operation);
  }

  /** What is under way is left half done. */
  async interruptOperation(): Promise<void> {
    const operation = this.#operation;
    this.#operation = undefined;
    await operation?.interrupt();
  }

  /** Whatever a command in hand waits for fails with the reason, and for good what later ones would wait for. */
  failWaiting(reason: Error, { forGood }: { readonly forGood: boolean }): void {
    const waiting = this.#waiting;
    if (!forGood) this.#waiting = new AbortController();
    waiting.abort(reason);
  }

  async #finish(operation: Operation): Promise<void> {
    if (this.#operation !== operation) return;
    this.#operation = undefined;
    await operation.takeEffect();
  }
}
