import type { BlockStore } from './block-store.ts';
import { ExtentIndex } from './extents.ts';

/** Keeps a disc in memory: as much of it as has been written, silence that the drive added for nothing. */
export class MemoryStore implements BlockStore {
  readonly #extents = new ExtentIndex<Uint8Array | undefined>();

  async write(lba: number, blockBytes: number, bytes: Uint8Array): Promise<void> {
    this.#extents.add({ lba, lengthBlocks: bytes.length / blockBytes, blockBytes, place: Uint8Array.from(bytes) });
  }

  async fill(lba: number, blockBytes: number, lengthBlocks: number): Promise<void> {
    this.#extents.add({ lba, lengthBlocks, blockBytes, place: undefined });
  }

  async read(lba: number, maxBlocks: number): Promise<Uint8Array | undefined> {
    const run = this.#extents.find(lba, maxBlocks);
    if (run === undefined) return undefined;
    return run.place?.subarray(run.firstByte, run.firstByte + run.lengthBytes) ?? new Uint8Array(run.lengthBytes);
  }

  async saveStructure(): Promise<void> {}

  async close(): Promise<void> {}
}
