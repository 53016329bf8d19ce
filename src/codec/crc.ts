/** A cyclic redundancy check, by the parameters that every catalogue of CRCs uses. */
export interface CrcSpec {
  /** 8 to 32. */
  readonly widthBits: number;
  /** Most significant bit first, without the highest term: 1021h is x^16 + x^12 + x^5 + 1. */
  readonly polynomial: number;
  /** Each byte goes in least significant bit first, and the remainder comes out in that order. */
  readonly reflected?: boolean;
  /** Zero unless given. */
  readonly initial?: number;
  /** The remainder is exclusive-ored with it at the end; zero unless given. */
  readonly finalXor?: number;
}

/** The CRC of bytes up to `end`, by default all of them: an unsigned number of `widthBits`. */
export type Crc = (bytes: Uint8Array, end?: number) => number;

const BYTE_VALUES = 256;

function reversed(value: number, widthBits: number): number {
  let result = 0;
  for (let bit = 0; bit < widthBits; bit++) result = (result << 1) | ((value >>> bit) & 1);
  return result;
}

/** The remainder that each byte turns a remainder of zero into. */
function byteTable(step: (remainder: number) => number, first: (byte: number) => number): Int32Array {
  return Int32Array.from({ length: BYTE_VALUES }, (_, byte) => {
    let remainder = first(byte);
    for (let bit = 0; bit < 8; bit++) remainder = step(remainder);
    return remainder;
  });
}

/** A CRC that works a byte at a time with a table. */
export function crc({ widthBits, polynomial, reflected = false, initial = 0, finalXor = 0 }: CrcSpec): Crc {
  const mask = widthBits === 32 ? 0xffff_ffff : (1 << widthBits) - 1;
  const finished = (remainder: number): number => ((remainder ^ finalXor) & mask) >>> 0;
  if (reflected) {
    const taps = reversed(polynomial, widthBits);
    const start = reversed(initial, widthBits);
    const table = byteTable(
      (remainder) => (remainder >>> 1) ^ (remainder & 1 ? taps : 0),
      (byte) => byte,
    );
    return (bytes, end = bytes.length) => {
      let remainder = start;
      for (let at = 0; at < end; at++) {
        remainder = (remainder >>> 8) ^ (table[(remainder ^ (bytes[at] ?? 0)) & 0xff] ?? 0);
      }
      return finished(remainder);
    };
  }
  const highest = 1 << (widthBits - 1);
  const toTop = widthBits - 8;
  const table = byteTable(
    (remainder) => (remainder << 1) ^ (remainder & highest ? polynomial : 0),
    (byte) => byte << toTop,
  );
  return (bytes, end = bytes.length) => {
    // Bits above the width are garbage until the end; the index does not use them.
    let remainder = initial;
    for (let at = 0; at < end; at++) {
      remainder = (remainder << 8) ^ (table[((remainder >>> toTop) ^ (bytes[at] ?? 0)) & 0xff] ?? 0);
    }
    return finished(remainder);
  };
}
