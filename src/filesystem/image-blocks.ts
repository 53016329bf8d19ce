import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { systemErrorInWords } from '../error-words.ts';
import { membersInJson } from '../json-values.ts';
import { type BlockReader, READ_BLOCK_BYTES } from './block-reader.ts';
import { FileSystemError } from './filesystem-error.ts';

/** Where the blocks of an image are in its file. Addresses and lengths are in blocks of 2,048 bytes, or in bytes where the name says so. */
export interface ImageBlocksOptions {
  /** The address on the disc of the file's first block. Default 0. */
  readonly startBlock?: number | undefined;
}

/** How the blocks of a file are stored. */
interface Stored {
  /** From one block to the next. */
  readonly strideBytes: number;
  /** From the start of a stored block to its user data. */
  readonly dataOffset: number;
}

const COOKED: Stored = { strideBytes: READ_BLOCK_BYTES, dataOffset: 0 };
const RAW_BYTES = 2_352;
/** Sync and header of a raw block; in Mode 2 a sub-header follows. */
const MODE1_OFFSET = 16;
const MODE2_OFFSET = 24;
const SYNC = Buffer.from('00ffffffffffffffffffff00', 'hex');
/** If the path is that of a pipe, opening it must not wait. */
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** An image file as blocks: 2,048 bytes each, or raw ones of 2,352. Close it after use. */
export class ImageBlocks implements BlockReader {
  readonly path: string;
  readonly firstBlock: number;
  readonly endBlock: number;
  readonly #handle: FileHandle;
  readonly #stored: Stored;

  private constructor(path: string, handle: FileHandle, stored: Stored, blocks: number, startBlock: number) {
    this.path = path;
    this.#handle = handle;
    this.#stored = stored;
    this.firstBlock = startBlock;
    this.endBlock = startBlock + blocks;
  }

  /** @throws FileSystemError of kind `file-system` */
  static async open(path: string, { startBlock = 0 }: ImageBlocksOptions = {}): Promise<ImageBlocks> {
    const handle = await attempt(path, open(path, FLAGS));
    try {
      const found = await attempt(path, handle.stat());
      if (!found.isFile() && !found.isBlockDevice()) throw unreadable(path, 'it is not a file');
      const first = new Uint8Array(MODE2_OFFSET);
      await attempt(path, handle.read(first, 0, first.length, 0));
      const isRaw = SYNC.equals(first.subarray(0, SYNC.length));
      const stored = isRaw
        ? { strideBytes: RAW_BYTES, dataOffset: first[15] === 2 ? MODE2_OFFSET : MODE1_OFFSET }
        : COOKED;
      const blocks = found.isFile() ? Math.floor(found.size / stored.strideBytes) : 2 ** 32;
      return new ImageBlocks(path, handle, stored, blocks, startBlock);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** @throws FileSystemError of kind `file-system` */
  async readBlocks(lba: number, count: number): Promise<Uint8Array> {
    const { strideBytes, dataOffset } = this.#stored;
    const first = Math.max(0, lba - this.firstBlock);
    const bytes = new Uint8Array(count * strideBytes);
    const { bytesRead } = await attempt(this.path, this.#handle.read(bytes, 0, bytes.length, first * strideBytes));
    const whole = Math.floor(bytesRead / strideBytes);
    if (strideBytes === READ_BLOCK_BYTES) return bytes.subarray(0, whole * READ_BLOCK_BYTES);
    const data = new Uint8Array(whole * READ_BLOCK_BYTES);
    for (let index = 0; index < whole; index++) {
      const start = index * strideBytes + dataOffset;
      data.set(bytes.subarray(start, start + READ_BLOCK_BYTES), index * READ_BLOCK_BYTES);
    }
    return data;
  }

  close(): Promise<void> {
    return this.#handle.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** What it holds, as plain data, for logs. */
  toJSON(): object {
    return membersInJson(this, ['path', 'firstBlock', 'endBlock']);
  }
}

async function attempt<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw unreadable(path, systemErrorInWords(error), error);
  }
}

const unreadable = (path: string, why: string, cause?: unknown): FileSystemError =>
  new FileSystemError({
    kind: 'file-system',
    reason: `${path} cannot be read: ${why}`,
    remedy: 'Check the path and your permissions',
    path,
    cause,
  });
