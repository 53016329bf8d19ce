import type { DiscStructure } from './structure.ts';

/** Where a disc keeps its blocks and its structure: memory, a file, nowhere. */
export interface BlockStore {
  /** Some of the blocks that were written are lost: those that are missing cannot be read. Default: false. */
  readonly damaged?: boolean;
  /** Keeps whole blocks from `lba` onward. The bytes are not used after the promise settles. */
  write(lba: number, blockBytes: number, bytes: Uint8Array): Promise<void>;
  /** Writes blocks of zeros, which need no space. */
  fill(lba: number, blockBytes: number, lengthBlocks: number): Promise<void>;
  /** The bytes of the block and of those after it that were written together with it; undefined if it was not written. */
  read(lba: number, maxBlocks: number): Promise<Uint8Array | undefined>;
  /** Forgets blocks. Call it once the structure no longer refers to them. */
  erase(lba: number, lengthBlocks: number): Promise<void>;
  /** Forgets everything and keeps this structure instead: both or neither, no matter how the program ends. */
  eraseAll(structure: DiscStructure): Promise<void>;
  saveStructure(structure: DiscStructure): Promise<void>;
  close(): Promise<void>;
}

/** Keeps nothing: the store of a test write. */
export const NOWHERE: BlockStore = {
  write: async () => {},
  fill: async () => {},
  read: async () => undefined,
  erase: async () => {},
  eraseAll: async () => {},
  saveStructure: async () => {},
  close: async () => {},
};
