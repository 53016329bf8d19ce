import { type BlockStore, DamagedBlockError } from './block-store.ts';
import { ExtentIndex, type Join } from './extents.ts';
import { SpillFile } from './spill-file.ts';

/** How much memory a disc may use before the rest goes to a temporary file. */
const MEMORY_BYTES = 8 * 1_024 * 1_024;

/** In memory, at a position of the temporary file, or nowhere: zeros. */
type Place = Uint8Array | number | undefined;

/** Zeros, and what follows in the file. What is in memory stays in pieces. */
const joinPlaces: Join<Place> = ({ place, firstBlock, lengthBlocks, blockBytes }, next) => {
  if (place === undefined && next.place === undefined) return { place };
  if (typeof place !== 'number') return undefined;
  return place + (firstBlock + lengthBlocks) * blockBytes === next.place ? { place } : undefined;
};

/**
 * Keeps a disc for as long as the program runs: the first megabytes in memory, the rest in an unnamed temporary file that
 * disappears with the program. Silence that the drive added needs no space. So a full disc takes no more memory than a
 * small one. Of a closed disc, only what is in memory can still be read.
 */
export class MemoryStore implements BlockStore {
  readonly #extents = new ExtentIndex<Place>(joinPlaces);
  #heldBytes = 0;
  #spill: SpillFile | undefined;
  /** Closed, and what was in the temporary file is lost. */
  #lost = false;

  async write(lba: number, blockBytes: number, bytes: Uint8Array): Promise<void> {
    const place = await this.#keep(bytes);
    this.#extents.add({ lba, lengthBlocks: bytes.length / blockBytes, blockBytes, place });
  }

  async fill(lba: number, blockBytes: number, lengthBlocks: number): Promise<void> {
    this.#extents.add({ lba, lengthBlocks, blockBytes, place: undefined });
  }

  async read(lba: number, maxBlocks: number): Promise<Uint8Array | undefined> {
    const run = this.#extents.find(lba, maxBlocks);
    if (run === undefined) return undefined;
    const { place, firstByte, lengthBytes } = run;
    if (place === undefined) return new Uint8Array(lengthBytes);
    if (typeof place !== 'number') return place.subarray(firstByte, firstByte + lengthBytes);
    if (this.#spill === undefined) throw new DamagedBlockError('the disc was closed: what was not in memory is lost');
    return this.#spill.read(place + firstByte, lengthBytes);
  }

  async erase(lba: number, lengthBlocks: number): Promise<void> {
    this.#extents.remove(lba, lengthBlocks);
  }

  async eraseAll(): Promise<void> {
    this.#extents.clear();
    this.#heldBytes = 0;
    await this.close();
    this.#lost = false;
  }

  async saveStructure(): Promise<void> {}

  async close(): Promise<void> {
    this.#lost ||= this.#spill !== undefined;
    this.#spill?.close();
    this.#spill = undefined;
  }

  async #keep(bytes: Uint8Array): Promise<Place> {
    if (this.#lost) throw new Error('the disc was closed, and what was not in memory is lost: put another disc in');
    if (this.#spill !== undefined || this.#heldBytes + bytes.length > MEMORY_BYTES) {
      this.#spill ??= SpillFile.open();
      return this.#spill.append(bytes);
    }
    this.#heldBytes += bytes.length;
    return Uint8Array.from(bytes);
  }
}
