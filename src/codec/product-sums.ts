/** Sums, modulo 2^32, of the low and of the high halves of 64-bit products. */
export interface ProductSums {
  readonly low: number;
  readonly high: number;
}

const TWO_TO_32 = 2 ** 32;
const MODULUS = BigInt(TWO_TO_32);
/** Of this many words, every sum below is exact in a double: 1,024 numbers below 1,024, times 2^32, are below 2^53. */
const EXACT_WORDS = 1_024;

/**
 * Multiplies each word by its number, and adds up both halves of the products.
 * @param first the number of the first word; they count up from there, to below 2^31
 */
export function productSums(words: Uint32Array, first: number): ProductSums {
  let low = 0;
  let high = 0;
  for (let start = 0; start < words.length; start += EXACT_WORDS) {
    const end = Math.min(words.length, start + EXACT_WORDS);
    let sum = 0;
    let weighted = 0;
    let lowHalves = 0;
    for (let index = start; index < end; index++) {
      const word = words[index] ?? 0;
      sum += word;
      weighted += word * (index - start);
      lowHalves += Math.imul(word, first + index) >>> 0;
    }
    const products = BigInt(first + start) * BigInt(sum) + BigInt(weighted);
    low = (low + lowHalves) % TWO_TO_32;
    high = (high + Number(((products - BigInt(lowHalves)) / MODULUS) % MODULUS)) % TWO_TO_32;
  }
  return { low, high };
}

const IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Bytes as 32-bit words, least significant byte first: a view of them where the machine and the memory allow that. */
export function littleEndianWords(bytes: Uint8Array): Uint32Array {
  const count = Math.floor(bytes.length / 4);
  if (IS_LITTLE_ENDIAN && bytes.byteOffset % 4 === 0) return new Uint32Array(bytes.buffer, bytes.byteOffset, count);
  if (IS_LITTLE_ENDIAN) return new Uint32Array(bytes.slice(0, count * 4).buffer, 0, count);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Uint32Array.from({ length: count }, (_, index) => view.getUint32(index * 4, true));
}
