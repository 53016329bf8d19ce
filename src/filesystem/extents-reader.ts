import { type BlockReader, READ_BLOCK_BYTES, readExactly } from './block-reader.ts';
import type { FileExtent, FileReader } from './tree/model.ts';

/** The most that is asked for at a time. */
const MOST_BLOCKS = 256;

/** Reads a file on a disc from its start. Parts that were never recorded are zeros. */
export class ExtentsReader implements FileReader {
  readonly #blocks: BlockReader;
  readonly #extents: readonly FileExtent[];
  readonly #path: string;
  /** Which extent is next, and how much of it was read. */
  #index = 0;
  #position = 0;

  constructor(blocks: BlockReader, extents: readonly FileExtent[], path: string) {
    this.#blocks = blocks;
    this.#extents = extents;
    this.#path = path;
  }

  /** @throws FileSystemError of kind `damaged`; what the block reader throws */
  async read(target: Uint8Array): Promise<number> {
    let done = 0;
    while (done < target.length) {
      const extent = this.#extents[this.#index];
      if (extent === undefined) break;
      const length = Math.min(extent.lengthBytes - this.#position, target.length - done);
      if (length > 0) {
        const part = await this.#part(extent, length);
        target.set(part, done);
        done += part.length;
        this.#position += part.length;
      }
      if (this.#position < extent.lengthBytes) continue;
      this.#index++;
      this.#position = 0;
    }
    return done;
  }

  async #part({ startBlock }: FileExtent, lengthBytes: number): Promise<Uint8Array> {
    const inBlock = this.#position % READ_BLOCK_BYTES;
    const count = Math.min(MOST_BLOCKS, Math.ceil((inBlock + lengthBytes) / READ_BLOCK_BYTES));
    const length = Math.min(lengthBytes, count * READ_BLOCK_BYTES - inBlock);
    if (startBlock === undefined) return new Uint8Array(length);
    const first = startBlock + Math.floor(this.#position / READ_BLOCK_BYTES);
    const bytes = await readExactly(this.#blocks, first, count, this.#path);
    return bytes.subarray(inBlock, inBlock + length);
  }

  async close(): Promise<void> {}
}
