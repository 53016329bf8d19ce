import type { DiscStructure } from './structure.ts';

/** Where a disc keeps its blocks and its structure: memory, a file, nowhere. */
export interface BlockStore {
  /** Keeps whole blocks from `lba` on. The bytes are not touched after the promise settles. */
  write(lba: number, blockBytes: number, bytes: Uint8Array): Promise<void>;
  /** Blocks of zeros, which need no room. */
  fill(lba: number, blockBytes: number, lengthBlocks: number): Promise<void>;
  /** The bytes of the block and of those after it that were written together with it; undefined where nothing was. */
  read(lba: number, maxBlocks: number): Promise<Uint8Array | undefined>;
  /** Forgets blocks. To be called once the structure no longer has them. */
  erase(lba: number, lengthBlocks: number): Promise<void>;
  /** Forgets everything and keeps this structure instead: both or neither, however the program ends. */
  eraseAll(structure: DiscStructure): Promise<void>;
  saveStructure(structure: DiscStructure): Promise<void>;
  close(): Promise<void>;
}

/** Keeps nothing: what a test write is given to write on. */
export const NOWHERE: BlockStore = {
  write: async () => {},
  fill: async () => {},
  read: async () => undefined,
  erase: async () => {},
  eraseAll: async () => {},
  saveStructure: async () => {},
  close: async () => {},
};
