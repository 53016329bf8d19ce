import type { Clock } from '../../transport/transport.ts';
import type { RipReading } from './rip-reading.ts';

/**
 * Measures what a drive delivers, and how long that takes it: the time in which at least one command is under way, so that
 * neither a slow disk nor a slow user of the blocks counts.
 */
export class ReadingMeter {
  readonly #clock: Pick<Clock, 'now'>;
  /** Blocks with C2 errors that have not been taken yet: of a few stretches, and where the drive's buffer is filled. */
  readonly #flagged = new Set<number>();
  #underWay = 0;
  #sinceMs = 0;
  #readMs = 0;
  #readBlocks = 0;

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** Carries out a command that reads blocks. What it throws, this throws: the time counts, the blocks do not. */
  async during<Reply>(lengthBlocks: number, command: () => Promise<Reply>): Promise<Reply> {
    if (this.#underWay++ === 0) this.#sinceMs = this.#clock.now();
    try {
      const reply = await command();
      this.#readBlocks += lengthBlocks;
      return reply;
    } finally {
      this.#stop();
      this.#underWay--;
    }
  }

  /** Remembers blocks that the drive delivered with C2 errors. */
  flag(lbas: readonly number[]): void {
    for (const lba of lbas) this.#flagged.add(lba);
  }

  /** What was measured since the last call: it was for these blocks, and C2 errors of earlier ones are forgotten. */
  take(startLba: number, lengthBlocks: number): RipReading {
    this.#stop();
    let c2Blocks = 0;
    for (const lba of this.#flagged) {
      if (lba >= startLba + lengthBlocks) continue;
      if (lba >= startLba) c2Blocks++;
      this.#flagged.delete(lba);
    }
    const taken = { startLba, lengthBlocks, readBlocks: this.#readBlocks, readMs: this.#readMs, c2Blocks };
    this.#readBlocks = 0;
    this.#readMs = 0;
    return taken;
  }

  #stop(): void {
    if (this.#underWay === 0) return;
    const now = this.#clock.now();
    this.#readMs += now - this.#sinceMs;
    this.#sinceMs = now;
  }
}
