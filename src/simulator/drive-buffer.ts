import type { Clock } from '../transport/transport.ts';

/**
 * The drive's write buffer: filled by WRITE, emptied onto the disc as fast as the disc turns. The bytes themselves have
 * gone to the disc already; what is counted here is how many of them a real drive would still hold.
 */
export class DriveBuffer {
  readonly capacityBytes: number;
  readonly #clock: Clock;
  #waitingBytes = 0;
  #bytesPerMs = 1;
  #countedAt = 0;

  constructor(clock: Clock, capacityBytes: number) {
    this.#clock = clock;
    this.capacityBytes = capacityBytes;
  }

  /** Bytes not yet on the disc. */
  get waitingBytes(): number {
    const now = this.#clock.now();
    this.#waitingBytes = Math.max(0, this.#waitingBytes - (now - this.#countedAt) * this.#bytesPerMs);
    this.#countedAt = now;
    return Math.ceil(this.#waitingBytes);
  }

  get freeBytes(): number {
    return this.capacityBytes - this.waitingBytes;
  }

  /** How long the disc still has to turn until the buffer is empty. */
  get msUntilEmpty(): number {
    return this.waitingBytes / this.#bytesPerMs;
  }

  /** Sets how fast the disc takes the bytes from now on. */
  drainAt(bytesPerMs: number): void {
    this.#waitingBytes = this.waitingBytes;
    this.#bytesPerMs = bytesPerMs;
  }

  /** False, and nothing taken, when they do not fit. */
  take(bytes: number): boolean {
    if (bytes > this.freeBytes) return false;
    this.#waitingBytes += bytes;
    return true;
  }

  clear(): void {
    this.#waitingBytes = 0;
  }
}
