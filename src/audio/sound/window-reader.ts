import type { ByteSource } from '../byte-source.ts';

const WINDOW_BYTES = 256 * 1024;

/** Looks at short parts of a file, mostly in order, and reads it in large ones. */
export class WindowReader {
  readonly #source: ByteSource;
  #start = 0;
  #window: Uint8Array = new Uint8Array(0);

  constructor(source: ByteSource) {
    this.#source = source;
  }

  /** Up to `lengthBytes` bytes, valid until the next call; fewer only at the end of the file. */
  async at(positionBytes: number, lengthBytes: number): Promise<Uint8Array> {
    const end = positionBytes + lengthBytes;
    const isInside = positionBytes >= this.#start && end <= this.#start + this.#window.length;
    if (!isInside) {
      this.#start = positionBytes;
      this.#window = await this.#source.readAt(positionBytes, Math.max(WINDOW_BYTES, lengthBytes));
    }
    const from = positionBytes - this.#start;
    return this.#window.subarray(from, from + lengthBytes);
  }
}
