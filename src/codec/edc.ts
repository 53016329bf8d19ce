/** x^32 + x^31 + x^16 + x^15 + x^4 + x^3 + x + 1, least significant bit first (ECMA-130 clause 14.3). */
const POLYNOMIAL = 0xd8018001;

const TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (remainder & 1 ? POLYNOMIAL : 0);
  return remainder;
});

/** The error detection code of a CD-ROM sector; stored least significant byte first (ECMA-130 clause 14.3). */
export function edc32(bytes: Uint8Array): number {
  let remainder = 0;
  for (const byte of bytes) remainder = (remainder >>> 8) ^ (TABLE[(remainder ^ byte) & 0xff] ?? 0);
  return remainder >>> 0;
}
