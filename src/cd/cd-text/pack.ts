import { bit, bits, bytes, optional, struct, u8, u16, type ValuesOf } from '../../codec/index.ts';
import { crc16 } from '../crc16.ts';

export const PAYLOAD_BYTES = 12;

/** One CD-TEXT pack of 18 bytes as it is in the lead-in (MMC-3 annex J). */
export const cdTextPack = struct(18, {
  packType: u8(0), // 80h title, 81h performer, ... 8Fh sizes
  extension: bit(1, 7),
  track: bits(1, [6, 0]), // whose text the payload begins with, 0 the album's; other packs have their own numbers here
  sequence: u8(2),
  doubleByte: bit(3, 7),
  block: optional(bits(3, [6, 4])), // one of up to 8 languages
  characterPosition: optional(bits(3, [3, 0])), // characters of that text in earlier packs; 15 means 15 or more
  payload: bytes(4, PAYLOAD_BYTES),
  crc: optional(u16(16)),
});
/** A pack of CD-TEXT: 18 bytes (MMC-3 annex J). */
export type CdTextPack = ValuesOf<(typeof cdTextPack)['fields']>;

export const MOST_LANGUAGES = 8;
/** Of one language; a byte numbers them. */
export const MOST_PACKS_OF_LANGUAGE = 256;
export const MOST_PACKS = MOST_LANGUAGES * MOST_PACKS_OF_LANGUAGE;

/** The CRC that a pack should have. */
export const crcOfPack = (pack: Omit<CdTextPack, 'crc'>): number =>
  crc16(cdTextPack.encode(pack).subarray(0, cdTextPack.lengthBytes - 2));
