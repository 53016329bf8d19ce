/** Width and height in which {@link SpeedGraph} draws. */
export const GRAPH = { width: 600, height: 120 } as const;

/** A graph has no room for more; then every second one is left out. */
const MOST_SAMPLES = 240;
const FIRST_STEP_MS = 100;

interface Sample {
  readonly ms: number;
  readonly bytesPerSecond: number;
  readonly fill: number;
}

/** Write speed and buffer over the drive's time, from its first WRITE. */
export class SpeedGraph {
  #samples: Sample[] = [];
  #stepMs = FIRST_STEP_MS;
  #fromMs: number | undefined;
  #bytes = 0;

  /** @param fill of the buffer, from 0 to 1 */
  add(nowMs: number, bytes: number, fill: number): void {
    this.#fromMs ??= nowMs;
    this.#bytes += bytes;
    const spentMs = nowMs - this.#fromMs;
    if (spentMs < this.#stepMs) return;
    this.#samples.push({ ms: nowMs, bytesPerSecond: (this.#bytes * 1_000) / spentMs, fill });
    this.#fromMs = nowMs;
    this.#bytes = 0;
    if (this.#samples.length < MOST_SAMPLES) return;
    this.#samples = this.#samples.filter((_, index) => index % 2 === 1);
    this.#stepMs *= 2;
  }

  /** Bytes per second. */
  get newest(): number {
    return this.#samples.at(-1)?.bytesPerSecond ?? 0;
  }

  drawn(): { readonly speed: string; readonly buffer: string; readonly graphWords: string } {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (first === undefined || last === undefined || first === last) {
      return { speed: '', buffer: '', graphWords: 'Nothing has been written yet.' };
    }
    const most = Math.max(...this.#samples.map(({ bytesPerSecond }) => bytesPerSecond)) || 1;
    const points = (share: (sample: Sample) => number): string =>
      this.#samples
        .map((sample) => {
          const x = (GRAPH.width * (sample.ms - first.ms)) / (last.ms - first.ms);
          return `${x.toFixed(1)},${(GRAPH.height * (1 - share(sample))).toFixed(1)}`;
        })
        .join(' ');
    const seconds = ((last.ms - first.ms) / 1_000).toFixed(0);
    return {
      speed: points(({ bytesPerSecond }) => bytesPerSecond / most),
      buffer: points(({ fill }) => Math.min(1, fill)),
      graphWords: `${seconds} s of the drive's time; the top is ${(most / 1e6).toFixed(1)} MB/s, and a full buffer`,
    };
  }
}
