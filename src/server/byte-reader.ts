import { concatBytes } from '../codec/index.ts';

/** A stream of chunks, read in the pieces that a frame is made of. */
export class ByteReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** The next bytes, in memory of their own; undefined if the stream ends before that many have arrived. */
  async take(lengthBytes: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
    while (this.#waitingBytes < lengthBytes) {
      const next = await this.#chunks.next();
      if (next.done === true) return undefined;
      this.#waiting.push(next.value);
      this.#waitingBytes += next.value.length;
    }
    const [only] = this.#waiting;
    const all = only !== undefined && this.#waiting.length === 1 ? only : concatBytes(this.#waiting);
    const rest = all.subarray(lengthBytes);
    this.#waiting = rest.length === 0 ? [] : [rest];
    this.#waitingBytes = rest.length;
    return Uint8Array.from(all.subarray(0, lengthBytes));
  }
}
