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

type Remainder = (bytes: Uint8Array, end: number, initial: number) => number;

const BYTE_VALUES = 256;
/** Bytes that are taken together: the next remainder depends on one look-up after another only once for all of them. */
const TOGETHER = 8;
const REGISTER_BITS = 32;

function reversed(value: number, widthBits: number): number {
  let result = 0;
  for (let bit = 0; bit < widthBits; bit++) result = (result << 1) | ((value >>> bit) & 1);
  return result;
}

/** How a register works. */
interface Steps {
  /** What a bit of zero makes of a remainder. */
  readonly bit: (remainder: number) => number;
  /** The register when a byte has gone into an empty one. */
  readonly first: (byte: number) => number;
  /** A byte of zero moves the remainder by eight bits; the ones that leave it are looked up, and added. */
  readonly moved: (remainder: number) => number;
  readonly leaving: (remainder: number) => number;
}

/** Tables of the remainders that each byte turns a remainder of zero into, followed by 0, 1, 2 ... bytes of zero. */
function byteTables({ bit, first, moved, leaving }: Steps): Int32Array {
  const tables = new Int32Array(TOGETHER * BYTE_VALUES);
  for (let byte = 0; byte < BYTE_VALUES; byte++) {
    let remainder = first(byte);
    for (let count = 0; count < 8; count++) remainder = bit(remainder);
    tables[byte] = remainder;
  }
  for (let at = BYTE_VALUES; at < tables.length; at++) {
    const before = tables[at - BYTE_VALUES] ?? 0;
    tables[at] = moved(before) ^ (tables[leaving(before)] ?? 0);
  }
  return tables;
}

/** The register is at the right end of 32 bits, and bytes go in at the right. */
function reflectedRemainder(taps: number): Remainder {
  const tables = byteTables({
    bit: (remainder) => (remainder >>> 1) ^ (remainder & 1 ? taps : 0),
    first: (byte) => byte,
    moved: (remainder) => remainder >>> 8,
    leaving: (remainder) => remainder & 0xff,
  });
  const from = (table: number, byte: number): number => tables[table * BYTE_VALUES + byte] as number;
  return (bytes, end, initial) => {
    let remainder = initial;
    let at = 0;
    for (; at + TOGETHER <= end; at += TOGETHER) {
      remainder =
        from(7, (remainder & 0xff) ^ (bytes[at] as number)) ^
        from(6, ((remainder >>> 8) & 0xff) ^ (bytes[at + 1] as number)) ^
        from(5, ((remainder >>> 16) & 0xff) ^ (bytes[at + 2] as number)) ^
        from(4, (remainder >>> 24) ^ (bytes[at + 3] as number)) ^
        from(3, bytes[at + 4] as number) ^
        from(2, bytes[at + 5] as number) ^
        from(1, bytes[at + 6] as number) ^
        from(0, bytes[at + 7] as number);
    }
    for (; at < end; at++) remainder = (remainder >>> 8) ^ from(0, (remainder & 0xff) ^ (bytes[at] as number));
    return remainder;
  };
}

/** The register is at the left end of 32 bits, and bytes go in at the left. */
function straightRemainder(polynomial: number): Remainder {
  const tables = byteTables({
    bit: (remainder) => (remainder << 1) ^ (remainder < 0 ? polynomial : 0),
    first: (byte) => byte << 24,
    moved: (remainder) => remainder << 8,
    leaving: (remainder) => remainder >>> 24,
  });
  const from = (table: number, byte: number): number => tables[table * BYTE_VALUES + byte] as number;
  return (bytes, end, initial) => {
    let remainder = initial;
    let at = 0;
    for (; at + TOGETHER <= end; at += TOGETHER) {
      remainder =
        from(7, (remainder >>> 24) ^ (bytes[at] as number)) ^
        from(6, ((remainder >>> 16) & 0xff) ^ (bytes[at + 1] as number)) ^
        from(5, ((remainder >>> 8) & 0xff) ^ (bytes[at + 2] as number)) ^
        from(4, (remainder & 0xff) ^ (bytes[at + 3] as number)) ^
        from(3, bytes[at + 4] as number) ^
        from(2, bytes[at + 5] as number) ^
        from(1, bytes[at + 6] as number) ^
        from(0, bytes[at + 7] as number);
    }
    for (; at < end; at++) remainder = (remainder << 8) ^ from(0, (remainder >>> 24) ^ (bytes[at] as number));
    return remainder;
  };
}

/** A CRC that works with tables, which are made when it is first used. */
export function crc({ widthBits, polynomial, reflected = false, initial = 0, finalXor = 0 }: CrcSpec): Crc {
  const spareBits = REGISTER_BITS - widthBits;
  const [start, resultBit] = reflected ? [reversed(initial, widthBits), 0] : [initial << spareBits, spareBits];
  let remainderOf: Remainder | undefined;
  return (bytes, end = bytes.length) => {
    remainderOf ??= reflected
      ? reflectedRemainder(reversed(polynomial, widthBits))
      : straightRemainder(polynomial << spareBits);
    return ((remainderOf(bytes, end, start) >>> resultBit) ^ finalXor) >>> 0;
  };
}
