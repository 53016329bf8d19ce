import { BLOCKS_PER_SECOND } from '../format.ts';

interface Sample {
  readonly elapsedMs: number;
  readonly blocks: number;
}

const WINDOW_MS = 4_000;
/** Less says nothing: the drive's buffer swallows the beginning at once. */
const SHORTEST_WINDOW_MS = 100;

/** The speed of the last seconds as a multiple of 1x. */
export class Speedometer {
  #samples: Sample[] = [];

  /** @param elapsedMs since the track began, on the drive's clock */
  add(elapsedMs: number, blocks: number): void {
    const last = this.#samples.at(-1);
    if (last !== undefined && blocks < last.blocks) this.#samples = []; // another track, or the buffer is known now
    this.#samples.push({ elapsedMs, blocks });
    while (this.#samples.length > 2 && elapsedMs - (this.#samples[1]?.elapsedMs ?? elapsedMs) >= WINDOW_MS) {
      this.#samples.shift();
    }
  }

  /** Undefined until there is something to go by. */
  get times(): number | undefined {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (first === undefined || last === undefined || last.elapsedMs - first.elapsedMs < SHORTEST_WINDOW_MS)
      return undefined;
    return (last.blocks - first.blocks) / BLOCKS_PER_SECOND / ((last.elapsedMs - first.elapsedMs) / 1000);
  }
}
