/** Bits were asked for after the last one. */
export class EndOfBitsError extends Error {}

/** How many bytes of memory must follow the data of a {@link BitReader}: it fetches four at a time. */
export const BITS_SPARE_BYTES = 4;

const BYTE_BITS = 8;
const WORD_BITS = 32;
/** So many bits are in four bytes, whichever bit of the first one they begin with. */
const CERTAIN_BITS = WORD_BITS - BYTE_BITS + 1;
const PART_BITS = 16;

/** Reads numbers of any number of bits, most significant bit first. */
export class BitReader {
  readonly #view: DataView;
  readonly #lengthBytes: number;
  #position = 0;

  /**
   * @param memory the data, and {@link BITS_SPARE_BYTES} more
   * @param lengthBytes of the data
   */
  constructor(memory: Uint8Array, lengthBytes: number) {
    if (lengthBytes + BITS_SPARE_BYTES > memory.length)
      throw new RangeError('there must be spare bytes after the data');
    this.#view = new DataView(memory.buffer, memory.byteOffset, memory.byteLength);
    this.#lengthBytes = lengthBytes;
  }

  /** Bytes from the start to the first that is not read, even in part. */
  get positionBytes(): number {
    return (this.#position + BYTE_BITS - 1) >>> 3;
  }

  set positionBytes(bytes: number) {
    this.#position = bytes * BYTE_BITS;
  }

  /** An unsigned number of up to 48 bits. @throws EndOfBitsError */
  read(bits: number): number {
    if (bits > CERTAIN_BITS) {
      const high = this.read(bits - PART_BITS);
      return high * 2 ** PART_BITS + this.read(PART_BITS);
    }
    if (bits === 0) return 0;
    const position = this.#position;
    if (position + bits > this.#lengthBytes * BYTE_BITS) throw new EndOfBitsError();
    this.#position = position + bits;
    return (this.#view.getInt32(position >>> 3) << (position & 7)) >>> (WORD_BITS - bits);
  }

  /** A number of up to 48 bits in two's complement. @throws EndOfBitsError */
  readSigned(bits: number): number {
    const value = this.read(bits);
    return bits > 0 && value >= 2 ** (bits - 1) ? value - 2 ** bits : value;
  }

  /** How many zeros come before the next one; the one is read as well. @throws EndOfBitsError */
  readUnary(): number {
    const start = this.#position;
    for (let at = start; ; at += CERTAIN_BITS) {
      if (at >>> 3 >= this.#lengthBytes) throw new EndOfBitsError();
      const zeros = Math.clz32(this.#view.getInt32(at >>> 3) << (at & 7));
      if (zeros >= CERTAIN_BITS) continue;
      this.#position = at + zeros + 1;
      if (this.#position > this.#lengthBytes * BYTE_BITS) throw new EndOfBitsError();
      return at + zeros - start;
    }
  }

  /**
   * Rice codes of signed numbers: the upper bits of each in unary, the lower ones as they are, and the sign as the lowest bit.
   * @param lowerBits up to 30
   * @param from, to the elements of the target to fill
   * @throws EndOfBitsError
   */
  readRice(lowerBits: number, target: Int32Array | Float64Array, from: number, to: number): void {
    const view = this.#view;
    const lengthBytes = this.#lengthBytes;
    const shortest = CERTAIN_BITS - lowerBits;
    const toLower = WORD_BITS - 1 - lowerBits;
    let position = this.#position;
    for (let index = from; index < to; index++) {
      const at = position >>> 3;
      if (at >= lengthBytes) throw new EndOfBitsError();
      const bits = view.getInt32(at) << (position & 7);
      const zeros = Math.clz32(bits);
      let value: number;
      if (zeros < shortest) {
        // Shifted twice, since by 32 a number is not shifted at all.
        value = (zeros << lowerBits) | (((bits << (zeros + 1)) >>> 1) >>> toLower);
        position += zeros + 1 + lowerBits;
      } else {
        this.#position = position;
        value = (this.readUnary() * 2 ** lowerBits + this.read(lowerBits)) >>> 0;
        position = this.#position;
      }
      target[index] = (value >>> 1) ^ -(value & 1);
    }
    this.#position = position;
    if (position > lengthBytes * BYTE_BITS) throw new EndOfBitsError();
  }
}
