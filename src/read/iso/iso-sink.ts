import { createHash } from 'node:crypto';
import { READ_BLOCK_BYTES } from '../../mmc/commands/read-10.ts';
import type { IsoPiece } from './iso-blocks.ts';

/** Consecutive blocks, by the address of the first. */
export interface BlockRange {
  readonly startLba: number;
  readonly lengthBlocks: number;
}

const ZERO_BLOCK = new Uint8Array(READ_BLOCK_BYTES);
/** A gap between sessions has thousands of blocks. */
const ZEROS = new Uint8Array(256 * READ_BLOCK_BYTES);

/** Collects addresses that follow one another. */
function addTo(ranges: BlockRange[], startLba: number, lengthBlocks: number): void {
  const last = ranges.at(-1);
  if (last !== undefined && last.startLba + last.lengthBlocks === startLba)
    ranges[ranges.length - 1] = { ...last, lengthBlocks: last.lengthBlocks + lengthBlocks };
  else ranges.push({ startLba, lengthBlocks });
}

/**
 * What an image consists of, in order. Blocks of zeros after the file system are kept back: they are in the image only if something
 * else follows them.
 */
export class IsoSink {
  readonly unreadable: BlockRange[] = [];
  readonly neverWritten: BlockRange[] = [];
  lengthBlocks = 0;
  /** Blocks of zeros at the end that are kept back, and how many there cannot be read. */
  paddingBlocks = 0;
  runOut: BlockRange[] = [];
  readonly #hash = createHash('sha256');
  readonly #tailLba: number;
  readonly #write: (bytes: Uint8Array) => Promise<void>;

  /** @param tailLba from where on zeros are kept back */
  constructor(tailLba: number, write: (bytes: Uint8Array) => Promise<void>) {
    this.#tailLba = tailLba;
    this.#write = write;
  }

  /** @returns the blocks that cannot be read and are in the image now because of this piece, if they had been kept back */
  async add({ lba, lengthBlocks, blocks, empty }: IsoPiece): Promise<readonly BlockRange[]> {
    if (empty === 'never written') addTo(this.neverWritten, lba, lengthBlocks);
    const before = Math.min(lengthBlocks, Math.max(0, this.#tailLba - lba));
    if (empty === 'unreadable' && before > 0) addTo(this.unreadable, lba, before);
    if (before > 0) await this.#put(blocks?.subarray(0, before * READ_BLOCK_BYTES), before);
    const revealed: BlockRange[] = [];
    for (let index = before; index < lengthBlocks; index++) {
      const block = blocks?.subarray(index * READ_BLOCK_BYTES, (index + 1) * READ_BLOCK_BYTES);
      if (empty === 'unreadable') addTo(this.runOut, lba + index, 1);
      else if (block === undefined || Buffer.compare(block, ZERO_BLOCK) === 0) this.paddingBlocks++;
      else {
        revealed.push(...this.runOut);
        await this.#release();
        await this.#put(block, 1);
      }
    }
    return revealed;
  }

  /** Puts the zeros that were kept back into the image. */
  async keepPadding(): Promise<void> {
    const blocks = this.paddingBlocks;
    this.paddingBlocks = 0;
    await this.#put(undefined, blocks);
  }

  /** Puts all that was kept back into the image. */
  async #release(): Promise<void> {
    const kept = this.paddingBlocks + this.runOut.reduce((sum, { lengthBlocks }) => sum + lengthBlocks, 0);
    for (const { startLba, lengthBlocks } of this.runOut) addTo(this.unreadable, startLba, lengthBlocks);
    this.paddingBlocks = 0;
    this.runOut = [];
    await this.#put(undefined, kept);
  }

  async #put(blocks: Uint8Array | undefined, lengthBlocks: number): Promise<void> {
    this.lengthBlocks += lengthBlocks;
    for (let left = lengthBlocks * READ_BLOCK_BYTES; left > 0; ) {
      const bytes = blocks ?? ZEROS.subarray(0, left);
      this.#hash.update(bytes);
      await this.#write(bytes);
      left -= bytes.length;
    }
  }

  /** The SHA-256 of the image, in hexadecimal. */
  digest(): string {
    return this.#hash.digest('hex');
  }
}
