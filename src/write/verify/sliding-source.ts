import type { TrackReader } from '../engine/track-source.ts';

/**
 * A source that is read once from its start, through a window in memory that only moves forward; zeros before and after
 * it.
 */
export class SlidingSource {
  readonly #reader: TrackReader;
  readonly #lengthBytes: number;
  #held: Uint8Array = new Uint8Array();
  #heldFrom = 0;

  constructor(reader: TrackReader, lengthBytes: number) {
    this.#reader = reader;
    this.#lengthBytes = lengthBytes;
  }

  async window(from: number, length: number): Promise<Uint8Array> {
    const result = new Uint8Array(length);
    const firstKept = Math.max(this.#heldFrom, Math.min(from, this.#heldFrom + this.#held.length));
    const readFrom = this.#heldFrom + this.#held.length;
    const end = Math.max(readFrom, Math.min(this.#lengthBytes, from + length));
    const next = new Uint8Array(end - firstKept);
    next.set(this.#held.subarray(firstKept - this.#heldFrom));
    const fresh = next.subarray(readFrom - firstKept);
    if (fresh.length > 0 && (await this.#reader.read(fresh)) < fresh.length)
      throw new Error('the source has become shorter');
    this.#held = next;
    this.#heldFrom = firstKept;
    const start = Math.max(from, firstKept);
    result.set(next.subarray(start - firstKept, Math.max(start, from + length) - firstKept), start - from);
    return result;
  }
}
