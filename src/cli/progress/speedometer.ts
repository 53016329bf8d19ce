import { FRAMES_PER_SECOND } from '../../mmc/index.ts';

interface Sample {
  readonly elapsedMs: number;
  readonly blocks: number;
}

const WINDOW_MS = 4_000;
/** A shorter window is meaningless: the drive's buffer accepts the first blocks immediately. */
const SHORTEST_WINDOW_MS = 100;

/** The speed over the last few seconds, as a multiple of 1x. */
export class Speedometer {
  readonly #blocksPerSecond: number;
  #samples: Sample[] = [];

  /** @param blocksPerSecond at 1x; default: of a CD */
  constructor(blocksPerSecond: number = FRAMES_PER_SECOND) {
    this.#blocksPerSecond = blocksPerSecond;
  }

  /** @param elapsedMs since the track began, on the drive's clock */
  add(elapsedMs: number, blocks: number): void {
    const last = this.#samples.at(-1);
    if (last !== undefined && blocks < last.blocks) this.#samples = []; // another track, or the buffer is known now
    this.#samples.push({ elapsedMs, blocks });
    while (this.#samples.length > 2 && elapsedMs - (this.#samples[1]?.elapsedMs ?? elapsedMs) >= WINDOW_MS) {
      this.#samples.shift();
    }
  }

  /** Undefined until there are enough samples. */
  get times(): number | undefined {
    const last = this.#samples.at(-1);
    if (last === undefined) return undefined;
    const rate = speedBetween(this.#samples[0] ?? TRACK_START, last) ?? speedBetween(TRACK_START, last);
    return rate === undefined ? undefined : rate / this.#blocksPerSecond;
  }
}

const TRACK_START: Sample = { elapsedMs: 0, blocks: 0 };

/** Blocks a second. */
function speedBetween(first: Sample, last: Sample): number | undefined {
  const seconds = (last.elapsedMs - first.elapsedMs) / 1000;
  const blocks = last.blocks - first.blocks;
  return seconds * 1000 < SHORTEST_WINDOW_MS || blocks <= 0 ? undefined : blocks / seconds;
}
