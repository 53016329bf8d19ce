import type { Clock } from '../../transport/transport.ts';

/** The drive starts writing at this fill level. A WRITE that finds no room, or a flush, also starts it. */
const FILL_BEFORE_WRITING = 3 / 4;

/** Blocks of one size in a row; the first of them may be partly on the disc. */
interface Run {
  readonly blockBytes: number;
  blocks: number;
}

/**
 * The drive's write buffer: filled by WRITE, then emptied onto the disc as fast as the disc turns, which takes the same time
 * for a block of any size. The bytes themselves are already on the disc; what is counted here is how many of them a real
 * drive would still hold.
 */
export class DriveBuffer {
  readonly capacityBytes: number;
  readonly #clock: Clock;
  /** filling: the laser is off. writing: it must not run out of bytes. finishing: it stops when it does. */
  #state: 'filling' | 'writing' | 'finishing' = 'filling';
  #ranDry = false;
  /** In the order of writing. */
  readonly #runs: Run[] = [];
  #blocksPerMs = 1;
  #countedAt = 0;
  #lowWaterBytes: number;

  constructor(clock: Clock, capacityBytes: number) {
    this.#clock = clock;
    this.capacityBytes = capacityBytes;
    this.#lowWaterBytes = capacityBytes;
  }

  /** The least that it held while writing, since the drive was switched on. */
  get lowWaterBytes(): number {
    this.#count();
    return Math.ceil(this.#lowWaterBytes);
  }

  /** Bytes not yet on the disc. */
  get waitingBytes(): number {
    this.#count();
    return Math.ceil(this.#bytes);
  }

  /** The same in blocks, of whatever size. */
  get waitingBlocks(): number {
    this.#count();
    return this.#runs.reduce((sum, { blocks }) => sum + blocks, 0);
  }

  get freeBytes(): number {
    return this.capacityBytes - this.waitingBytes;
  }

  /** How long the disc must still turn until the buffer is empty. */
  get msUntilEmpty(): number {
    return this.waitingBlocks / this.#blocksPerMs;
  }

  /** Sets how fast the buffer empties from now on. */
  drainAt(blocksPerMs: number): void {
    this.#count();
    this.#blocksPerMs = blocksPerMs;
  }

  /** False, with nothing accepted, if they do not fit. */
  take(blocks: number, bytes: number): boolean {
    const fits = bytes <= this.freeBytes;
    if (fits && blocks > 0) this.#append({ blocks, blockBytes: bytes / blocks });
    if (!fits || this.#bytes >= this.capacityBytes * FILL_BEFORE_WRITING) this.#begin('writing');
    return fits;
  }

  /** No more bytes will come: the rest is written, and then the buffer may run empty. */
  finish(): void {
    this.#count();
    this.#begin('finishing');
  }

  /** Whether the buffer has run empty while writing. Resets the state, so each under-run is reported once. */
  takeRanDry(): boolean {
    this.#count();
    const ranDry = this.#ranDry;
    this.#ranDry = false;
    return ranDry;
  }

  clear(): void {
    this.#runs.length = 0;
    this.#ranDry = false;
    this.#state = 'filling';
  }

  get #bytes(): number {
    return this.#runs.reduce((sum, { blocks, blockBytes }) => sum + blocks * blockBytes, 0);
  }

  #begin(state: 'writing' | 'finishing'): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#countedAt = this.#clock.now();
  }

  #count(): void {
    const now = this.#clock.now();
    const elapsedMs = now - this.#countedAt;
    this.#countedAt = now;
    if (this.#state === 'filling') return;
    this.#write(elapsedMs * this.#blocksPerMs);
    if (this.#state === 'writing') this.#lowWaterBytes = Math.min(this.#lowWaterBytes, this.#bytes);
    if (this.#runs.length > 0) return;
    this.#ranDry ||= this.#state === 'writing';
    this.#state = 'filling';
  }

  #append(run: Run): void {
    const last = this.#runs.at(-1);
    if (last?.blockBytes === run.blockBytes) last.blocks += run.blocks;
    else this.#runs.push(run);
  }

  #write(blocks: number): void {
    let left = blocks;
    for (let run = this.#runs[0]; run !== undefined; run = this.#runs[0]) {
      if (left < run.blocks) {
        run.blocks -= left;
        return;
      }
      left -= run.blocks;
      this.#runs.shift();
    }
  }
}
