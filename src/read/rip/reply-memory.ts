/** The replies under way, and what a file collects before it is written, twice. */
const MOST_KEPT = 32;
const MOST_BYTES = 65_536;

/** Memory of replies that nobody needs any more, for the next ones: thousands of new ones are costly to collect as garbage. */
export class ReplyMemory {
  /** By length. */
  readonly #kept = new Map<number, Uint8Array<ArrayBuffer>[]>();

  /** Memory of this length, contents undefined; undefined if there is none. */
  readonly take = (lengthBytes: number): Uint8Array<ArrayBuffer> | undefined => this.#kept.get(lengthBytes)?.pop();

  /** Keeps bytes for {@link take}, if they are all of their memory. */
  add(bytes: Uint8Array): void {
    const { buffer, length } = bytes;
    if (length > MOST_BYTES || length === 0 || !(buffer instanceof ArrayBuffer) || buffer.byteLength !== length) return;
    const kept = this.#kept.get(length) ?? [];
    this.#kept.set(length, kept);
    if (kept.length < MOST_KEPT) kept.push(new Uint8Array(buffer));
  }
}
