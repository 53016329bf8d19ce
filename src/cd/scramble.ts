import { registerBytes } from '../codec/index.ts';
import { SECTOR_BYTES, SYNC_BYTES } from './geometry.ts';

/** The register of x^15 + x + 1, starting with 1 after the sync (ECMA-130 annex B). */
const SEQUENCE = new Uint8Array(SECTOR_BYTES);
SEQUENCE.set(registerBytes({ lengthBits: 15, taps: [0, 1], initial: 1 }, SECTOR_BYTES - SYNC_BYTES), SYNC_BYTES);

/** Scrambles a whole data sector as it is on the disc, or unscrambles one. Its sync stays as it is. */
export const scrambled = (sector: Uint8Array): Uint8Array => sector.map((byte, index) => byte ^ (SEQUENCE[index] ?? 0));
