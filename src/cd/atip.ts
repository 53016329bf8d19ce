import { bit, bits, optional, struct } from '../codec/index.ts';

/**
 * The special information of the ATIP, three bytes from here: READ ATIP begins with it, and a first lead-in repeats it
 * (Orange Book parts II and III; MMC-5 6.26).
 */
export const atipSpecialFields = (byte: number) => ({
  one: optional(bits(byte, [7, 7]), 1),
  indicativePower: optional(bits(byte, [6, 4])), // ITWP
  doubleDensity: bit(byte, 3),
  referenceSpeed: optional(bits(byte, [2, 0])), // CD-RW: 1 is 2x
  unrestrictedUse: bit(byte + 1, 6), // URU
  alwaysOne: optional(bits(byte + 2, [7, 7]), 1),
  rewritable: bit(byte + 2, 6), // CD-RW rather than CD-R
  discSubType: optional(bits(byte + 2, [5, 3])),
  a1Valid: bit(byte + 2, 2),
  a2Valid: bit(byte + 2, 1),
  a3Valid: bit(byte + 2, 0),
});

export const atipSpecialInformation = struct(3, atipSpecialFields(0));
