import type { Clock } from '../transport/transport.ts';
import { notReady } from './check-condition.ts';

/** Why the drive is not ready while an operation lasts (MMC-5 table F.1). */
export const BusySense = {
  /** 2/04/01 */
  BecomingReady: 0x01,
  /** 2/04/07 */
  OperationInProgress: 0x07,
} as const;
export type BusySense = (typeof BusySense)[keyof typeof BusySense];

/** Something that keeps the drive busy for a while and has its effect at the end. */
export class Operation {
  readonly #clock: Clock;
  readonly #busySense: BusySense;
  readonly #startedAt: number;
  readonly #endsAt: number;
  readonly #effect: () => Promise<void>;

  constructor(clock: Clock, durationMs: number, busySense: BusySense, effect: () => Promise<void>) {
    this.#clock = clock;
    this.#busySense = busySense;
    this.#startedAt = clock.now();
    this.#endsAt = this.#startedAt + durationMs;
    this.#effect = effect;
  }

  get over(): boolean {
    return this.#clock.now() >= this.#endsAt;
  }

  get remainingMs(): number {
    return Math.max(0, this.#endsAt - this.#clock.now());
  }

  /** What the drive answers meanwhile to commands that need the disc. */
  get busy() {
    const progress = (this.#clock.now() - this.#startedAt) / (this.#endsAt - this.#startedAt);
    return notReady(0x04, this.#busySense, { progress: Math.min(progress, 65_535 / 65_536) });
  }

  takeEffect(): Promise<void> {
    return this.#effect();
  }
}
