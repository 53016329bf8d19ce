import { type BlockReader, READ_BLOCK_BYTES } from '../block-reader.ts';

const CHUNK_BLOCKS = 16;
const MOST_CHUNKS = 64;

/** Reads neighbouring blocks together and keeps the last of them: a file system has thousands of descriptors next to each other. */
export class CachedBlocks implements BlockReader {
  readonly firstBlock: number | undefined;
  readonly endBlock: number | undefined;
  readonly #reader: BlockReader;
  readonly #chunks = new Map<number, Uint8Array>();

  constructor(reader: BlockReader) {
    this.#reader = reader;
    this.firstBlock = reader.firstBlock;
    this.endBlock = reader.endBlock;
  }

  async readBlocks(lba: number, count: number): Promise<Uint8Array> {
    const inChunk = lba % CHUNK_BLOCKS;
    if (inChunk + count > CHUNK_BLOCKS || this.endBlock === undefined) return this.#reader.readBlocks(lba, count);
    const first = lba - inChunk;
    const start = Math.max(first, this.firstBlock ?? 0);
    const chunk = this.#chunks.get(first) ?? (await this.#read(first, start));
    return chunk.subarray((lba - start) * READ_BLOCK_BYTES, (lba - start + count) * READ_BLOCK_BYTES);
  }

  async #read(first: number, start: number): Promise<Uint8Array> {
    const end = Math.min(first + CHUNK_BLOCKS, this.endBlock ?? first + CHUNK_BLOCKS);
    const chunk = await this.#reader.readBlocks(start, end - start);
    if (this.#chunks.size >= MOST_CHUNKS) {
      const [oldest] = this.#chunks.keys();
      if (oldest !== undefined) this.#chunks.delete(oldest);
    }
    this.#chunks.set(first, chunk);
    return chunk;
  }
}
