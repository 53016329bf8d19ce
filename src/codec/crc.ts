const TABLE = Uint16Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte << 8;
  for (let bit = 0; bit < 8; bit++) remainder = remainder & 0x8000 ? (remainder << 1) ^ 0x1021 : remainder << 1;
  return remainder;
});

/**
 * The CRC of the Q sub-channel and of CD-TEXT packs: x^16 + x^12 + x^5 + 1, begun with zero, written inverted (ECMA-130
 * clause 22.3.6).
 */
export function crc16(bytes: Uint8Array): number {
  let remainder = 0;
  for (const byte of bytes) remainder = ((remainder << 8) & 0xffff) ^ (TABLE[(remainder >> 8) ^ byte] ?? 0);
  return ~remainder & 0xffff;
}
