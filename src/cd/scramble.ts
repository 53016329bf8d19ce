const SYNC_BYTES = 12;
const SECTOR_BYTES = 2_352;

/** The output of a shift register with x^15 + x + 1, begun with 1, least significant bit first (ECMA-130 annex B). */
const SEQUENCE = new Uint8Array(SECTOR_BYTES);
let register = 1;
for (let index = SYNC_BYTES; index < SECTOR_BYTES; index++) {
  let byte = 0;
  for (let bit = 1; bit < 256; bit *= 2) {
    if (register % 2 === 1) byte += bit;
    const feedback = (register % 2) ^ (Math.floor(register / 2) % 2);
    register = Math.floor(register / 2) + feedback * 0x4000;
  }
  SEQUENCE[index] = byte;
}

/** Scrambles a whole data sector as it is on the disc, or unscrambles one. Its sync stays as it is. */
export const scrambled = (sector: Uint8Array): Uint8Array => sector.map((byte, index) => byte ^ (SEQUENCE[index] ?? 0));
