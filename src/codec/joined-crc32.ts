const POLYNOMIAL = 0xedb8_8320;
const BITS = 32;

/** A linear map of 32 bits: what it makes of each of them. */
type BitMap = Uint32Array;

function applied(map: BitMap, value: number): number {
  let result = 0;
  for (let bit = 0, rest = value; rest !== 0; bit++, rest >>>= 1) if (rest & 1) result ^= map[bit] ?? 0;
  return result >>> 0;
}

const twice = (map: BitMap): BitMap => map.map((image) => applied(map, image));

/** What a zero bit after the data does to the remainder of CRC-32. */
const ONE_ZERO_BIT = Uint32Array.from({ length: BITS }, (_, bit) => (bit === 0 ? POLYNOMIAL : (1 << (bit - 1)) >>> 0));
const ONE_ZERO_BYTE = twice(twice(twice(ONE_ZERO_BIT)));

/**
 * The CRC-32 (that of zip, zlib, PNG) of data whose two parts have these CRCs.
 * @param secondBytes how long the second part is
 */
export function joinedCrc32(first: number, second: number, secondBytes: number): number {
  let moved = first;
  let zeros = ONE_ZERO_BYTE;
  for (let left = secondBytes; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) moved = applied(zeros, moved);
    if (left > 1) zeros = twice(zeros);
  }
  return (moved ^ second) >>> 0;
}
