import { errorInJson } from '../../json-values.ts';
import type { AnyStructure } from './saved-structure.ts';

/** Where a disc keeps its blocks and its structure: memory, a file, nowhere. */
export interface BlockStore {
  /** Some of the blocks that were written are lost: those that are missing cannot be read. Default: false. */
  readonly damaged?: boolean;
  /** Why nothing can be written, if so. */
  readonly readOnly?: ReadOnly | undefined;
  /** Keeps whole blocks from `lba` onward. The bytes are not used after the promise settles. */
  write(lba: number, blockBytes: number, bytes: Uint8Array): Promise<void>;
  /** Writes blocks of zeros, which need no space. */
  fill(lba: number, blockBytes: number, lengthBlocks: number): Promise<void>;
  /**
   * The bytes of the block and of some after it that were written with it; undefined if it was not written.
   * @throws DamagedBlockError if the first of them is not as it was written
   */
  read(lba: number, maxBlocks: number): Promise<Uint8Array | undefined>;
  /** Forgets blocks. Call it once the structure no longer refers to them. */
  erase(lba: number, lengthBlocks: number): Promise<void>;
  /** Forgets everything and keeps this structure instead: both or neither, no matter how the program ends. */
  eraseAll(structure: AnyStructure): Promise<void>;
  saveStructure(structure: AnyStructure): Promise<void>;
  /** @param structure what is on the disc now, so that it can be found quickly when it is opened again */
  close(structure: AnyStructure): Promise<void>;
}

/** Why a disc can only be read, and what to do about it. */
export interface ReadOnly {
  readonly reason: string;
  readonly remedy: string;
}

/** A block is not as it was written. */
export class DamagedBlockError extends Error {
  override readonly name = 'DamagedBlockError';

  /** The message, its details and its cause as plain data, for logs. */
  toJSON(): Record<string, unknown> {
    return errorInJson(this);
  }
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
