import { crc } from '../codec/index.ts';

/** The CRC of the Q sub-channel and of CD-TEXT packs: x^16 + x^12 + x^5 + 1, written inverted (ECMA-130 clause 22.3.6). */
export const crc16 = crc({ widthBits: 16, polynomial: 0x1021, finalXor: 0xffff });
