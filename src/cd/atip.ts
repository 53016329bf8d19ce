import { bit, bits, fixed, optional, struct } from '../codec/index.ts';

/**
 * The special information of the ATIP, three bytes from here: READ ATIP begins with it, and a first lead-in repeats it
 * (Orange Book parts II and III; MMC-5 6.26).
 */
export const atipSpecialFields = (byte: number) => ({
  one: fixed(bits(byte, [7, 7]), 1),
  indicativePower: optional(bits(byte, [6, 4])), // ITWP
  doubleDensity: bit(byte, 3),
  referenceSpeed: optional(bits(byte, [2, 0])), // CD-RW: 1 is 2x
  unrestrictedUse: bit(byte + 1, 6), // URU
  alwaysOne: fixed(bits(byte + 2, [7, 7]), 1),
  rewritable: bit(byte + 2, 6), // CD-RW rather than CD-R
  discSubType: optional(bits(byte + 2, [5, 3])),
  a1Valid: bit(byte + 2, 2),
  a2Valid: bit(byte + 2, 1),
  a3Valid: bit(byte + 2, 0),
});

export const atipSpecialInformation = struct(3, atipSpecialFields(0));

/** The times of an ATIP, as READ ATIP returns them. */
export interface AtipTimes {
  readonly leadInStartMinute: number;
  readonly leadInStartSecond: number;
  readonly leadInStartFrame: number;
  readonly lastLeadOutStartMinute: number;
  readonly lastLeadOutStartSecond: number;
  readonly lastLeadOutStartFrame: number;
}

/** Lead-ins of blanks begin at 90 minutes or later: before LBA 0. */
const FIRST_LEAD_IN_MINUTE = 90;
const LAST_MINUTE = 99;

/**
 * Whether both times can be those of a disc. Some drives return them in BCD, where a lead-in begins at 144 minutes or
 * later, and some return zeros.
 */
export const hasAtipTimes = (atip: AtipTimes): boolean =>
  atip.leadInStartMinute >= FIRST_LEAD_IN_MINUTE &&
  atip.leadInStartMinute <= LAST_MINUTE &&
  isWithinMinute(atip.leadInStartSecond, atip.leadInStartFrame) &&
  atip.lastLeadOutStartMinute > 0 &&
  atip.lastLeadOutStartMinute <= LAST_MINUTE &&
  isWithinMinute(atip.lastLeadOutStartSecond, atip.lastLeadOutStartFrame);

const isWithinMinute = (second: number, frame: number): boolean => second < 60 && frame < 75;
