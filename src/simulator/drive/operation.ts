import type { Clock } from '../../transport/transport.ts';
import { notReady } from '../check-condition.ts';
import type { OperationInProgress, TimedEffect } from '../core.ts';

/** Why the drive is not ready during an operation (MMC-5 table F.1). */
export const BusySense = {
  /** 2/04/01 */
  BecomingReady: 0x01,
  /** 2/04/07 */
  OperationInProgress: 0x07,
} as const;
export type BusySense = (typeof BusySense)[keyof typeof BusySense];

/** Something that keeps the drive busy for a while and has its effect at the end. */
export class Operation implements OperationInProgress {
  readonly #clock: Clock;
  readonly #busySense: BusySense;
  readonly #startedAt: number;
  readonly #endsAt: number;
  readonly #task: TimedEffect;

  constructor(clock: Clock, task: TimedEffect, busySense: BusySense) {
    this.#clock = clock;
    this.#busySense = busySense;
    this.#startedAt = clock.now();
    this.#endsAt = this.#startedAt + task.durationMs;
    this.#task = task;
  }

  get over(): boolean {
    return this.#clock.now() >= this.#endsAt;
  }

  get remainingMs(): number {
    return Math.max(0, this.#endsAt - this.#clock.now());
  }

  get busy() {
    const progress = (this.#clock.now() - this.#startedAt) / (this.#endsAt - this.#startedAt);
    return notReady(0x04, this.#busySense, { progress: Math.min(progress, 65_535 / 65_536) });
  }

  takeEffect(): Promise<void> {
    return this.#task.effect();
  }

  /** Ends it early, without its effect. */
  async interrupt(): Promise<void> {
    await this.#task.interrupted?.();
  }
}
