import type { RipReading } from './rip-reading.ts';

/** Of a disc. A graph has no room for more. */
const MOST_READINGS = 200;

/** What reading took over a disc, in stretches long enough that they are few, however long the disc is. */
export class Readings {
  readonly #leastBlocks: number;
  readonly #done: RipReading[] = [];
  #open: RipReading | undefined;

  /**
   * @param lengthBlocks of everything that is read
   * @param areas how many parts of the disc that is
   */
  constructor(lengthBlocks: number, areas: number) {
    this.#leastBlocks = Math.ceil(lengthBlocks / Math.max(1, MOST_READINGS - areas));
  }

  /** Adds blocks, which follow those before or begin another part of the disc. */
  add(reading: RipReading): void {
    const open = this.#open;
    const follows = open !== undefined && open.startLba + open.lengthBlocks === reading.startLba;
    if (open !== undefined && !follows) this.#close(open);
    const all = follows ? together(open, reading) : reading;
    if (all.lengthBlocks < this.#leastBlocks) this.#open = all;
    else this.#close(all);
  }

  get all(): readonly RipReading[] {
    const all = this.#open === undefined ? this.#done : [...this.#done, this.#open];
    return all.filter(({ lengthBlocks }) => lengthBlocks > 0).map(rounded);
  }

  #close(reading: RipReading): void {
    this.#done.push(reading);
    this.#open = undefined;
  }
}

const together = (one: RipReading, next: RipReading): RipReading => ({
  startLba: one.startLba,
  lengthBlocks: one.lengthBlocks + next.lengthBlocks,
  readBlocks: one.readBlocks + next.readBlocks,
  readMs: one.readMs + next.readMs,
  c2Blocks: one.c2Blocks + next.c2Blocks,
});

const rounded = (reading: RipReading): RipReading => ({ ...reading, readMs: Math.round(reading.readMs * 10) / 10 });
