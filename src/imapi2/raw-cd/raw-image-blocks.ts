import { RAW_BLOCK_BYTES, RAW_PQ_BLOCK_BYTES, SECTOR_BYTES } from '../../cd/geometry.ts';
import { rawOfFormatted } from '../../cd/sub-channel.ts';
import type { ByteReader, ByteStream } from '../core/stream-data.ts';

/** The blocks of a raw image, read forward only. What was looked at can be read again once. */
export class RawImageBlocks {
  readonly #stream: ByteStream;
  readonly #sectorBytes: number;
  readonly #sendsPq: boolean;
  readonly startLba: number;
  #reader: ByteReader | undefined;
  #nextLba: number;
  #looked: Uint8Array[] = [];

  /** @param sendsPq whether 16 bytes of P and Q stay as they are; otherwise 96 are made of them */
  constructor(stream: ByteStream, sectorBytes: number, startLba: number, sendsPq: boolean) {
    this.#stream = stream;
    this.#sectorBytes = sectorBytes;
    this.#sendsPq = sendsPq && sectorBytes === RAW_PQ_BLOCK_BYTES;
    this.startLba = startLba;
    this.#nextLba = startLba;
  }

  /** Bytes of a block that is sent. */
  get blockBytes(): number {
    return this.#sendsPq ? RAW_PQ_BLOCK_BYTES : RAW_BLOCK_BYTES;
  }

  get endLba(): number {
    return this.startLba + this.#stream.lengthBytes / this.#sectorBytes;
  }

  /** The first blocks, with 96 bytes of sub-channels, whatever {@link at} returns of them. */
  async look(blocks: number): Promise<readonly Uint8Array[]> {
    while (this.#looked.length < blocks && this.startLba + this.#looked.length < this.endLba) {
      this.#looked.push(await this.#read());
    }
    return this.#looked.map((block) => this.#withCodes(block));
  }

  /** The block at an address, which must not be before the last one. */
  async at(lba: number): Promise<Uint8Array> {
    if (lba < this.#nextLba || lba >= this.endLba) throw new RangeError(`the image has no block ${lba} any more`);
    for (;;) {
      const block = this.#looked.shift() ?? (await this.#read());
      this.#nextLba++;
      if (this.#nextLba > lba) return this.#sendsPq ? block : this.#withCodes(block);
    }
  }

  async close(): Promise<void> {
    await this.#reader?.close();
  }

  async #read(): Promise<Uint8Array> {
    this.#reader ??= await this.#stream.openReader();
    const block = new Uint8Array(this.#sectorBytes);
    for (let filled = 0; filled < block.length; ) {
      const got = await this.#reader.read(block.subarray(filled));
      if (got === 0) throw new Error('the image ended early');
      filled += got;
    }
    return block;
  }

  #withCodes(block: Uint8Array): Uint8Array {
    return this.#sectorBytes === RAW_PQ_BLOCK_BYTES ? withRawCodes(block) : block;
  }
}

function withRawCodes(block: Uint8Array): Uint8Array {
  const whole = new Uint8Array(RAW_BLOCK_BYTES);
  whole.set(block.subarray(0, SECTOR_BYTES));
  whole.set(rawOfFormatted(block.subarray(SECTOR_BYTES)), SECTOR_BYTES);
  return whole;
}
