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

  /** Undefined until there are enough samples. */
  get times(): number | undefined {
    const last = this.#samples.at(-1);
    if (last === undefined) return undefined;
    return speedBetween(this.#samples[0] ?? TRACK_START, last) ?? speedBetween(TRACK_START, last);
  }
}

const TRACK_START: Sample = { elapsedMs: 0, blocks: 0 };

function speedBetween(first: Sample, last: Sample): number | undefined {
  const seconds = (last.elapsedMs - first.elapsedMs) / 1000;
  const blocks = last.blocks - first.blocks;
  return seconds * 1000 < SHORTEST_WINDOW_MS || blocks <= 0 ? undefined : blocks / FRAMES_PER_SECOND / seconds;
}
