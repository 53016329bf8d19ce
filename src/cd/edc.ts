import { crc } from '../codec/index.ts';

/**
 * The error detection code of a CD-ROM sector: (x^16 + x^15 + x^2 + 1)(x^16 + x^2 + x + 1), least significant bit first;
 * stored least significant byte first (ECMA-130 clause 14.3).
 */
export const edc32 = crc({ widthBits: 32, polynomial: 0x8001_801b, reflected: true });
