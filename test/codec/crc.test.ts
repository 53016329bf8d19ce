import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type CrcSpec, crc } from '../../src/codec/index.ts';

const CHECK_INPUT = new TextEncoder().encode('123456789');

/** Check values, the CRCs of the digits 1 to 9, from the standards and the catalogues of CRCs based on them. */
const KNOWN: readonly (readonly [string, CrcSpec, number])[] = [
  ['ITU-T I.432.1 HEC', { widthBits: 8, polynomial: 0x07, finalXor: 0x55 }, 0xa1],
  ['SMBus PEC', { widthBits: 8, polynomial: 0x07 }, 0xf4],
  ['1-Wire', { widthBits: 8, polynomial: 0x31, reflected: true }, 0xa1],
  ['XMODEM', { widthBits: 16, polynomial: 0x1021 }, 0x31c3],
  ['GSM 03.03, and Q of a CD', { widthBits: 16, polynomial: 0x1021, finalXor: 0xffff }, 0xce3c],
  ['CCITT, initial value all ones', { widthBits: 16, polynomial: 0x1021, initial: 0xffff }, 0x29b1],
  ['ITU-T V.41', { widthBits: 16, polynomial: 0x1021, reflected: true }, 0x2189],
  ['ITU-T X.25', { widthBits: 16, polynomial: 0x1021, reflected: true, initial: 0xffff, finalXor: 0xffff }, 0x906e],
  ['ARC', { widthBits: 16, polynomial: 0x8005, reflected: true }, 0xbb3d],
  ['OpenPGP, RFC 4880', { widthBits: 24, polynomial: 0x864cfb, initial: 0xb704ce }, 0x21cf02],
  [
    'ISO 3309, Ethernet',
    { widthBits: 32, polynomial: 0x04c11db7, reflected: true, initial: 0xffffffff, finalXor: 0xffffffff },
    0xcbf43926,
  ],
  ['POSIX cksum without the length', { widthBits: 32, polynomial: 0x04c11db7, finalXor: 0xffffffff }, 0x765e7680],
  ['EDC of CD-ROM, ECMA-130', { widthBits: 32, polynomial: 0x8001801b, reflected: true }, 0x6ec2edc4],
];

/** The definition: long division, bit by bit. */
function byDivision(bytes: Uint8Array, { widthBits, polynomial, reflected, initial = 0, finalXor = 0 }: CrcSpec) {
  const width = BigInt(widthBits);
  const mask = 2n ** width - 1n;
  let remainder = BigInt(initial);
  for (const byte of bytes) {
    for (let index = 0; index < 8; index++) {
      const bit = BigInt((byte >> (reflected ? index : 7 - index)) & 1);
      const out = ((remainder >> (width - 1n)) & 1n) ^ bit;
      remainder = ((remainder << 1n) & mask) ^ (out === 1n ? BigInt(polynomial) : 0n);
    }
  }
  const digits = remainder.toString(2).padStart(widthBits, '0');
  const value = reflected ? BigInt(`0b${[...digits].reverse().join('')}`) : remainder;
  return Number(value ^ BigInt(finalXor));
}

describe('CRC', () => {
  test.each(KNOWN)('%s', (_, spec, check) => {
    expect(crc(spec)(CHECK_INPUT)).toBe(check);
  });

  test('of any bytes is the remainder of long division', () => {
    const width = fc.integer({ min: 8, max: 32 });
    fc.assert(
      fc.property(width, fc.nat(), fc.nat(), fc.nat(), fc.boolean(), fc.uint8Array(), (widthBits, ...given) => {
        const [polynomial, initial, finalXor, reflected, bytes] = given;
        const within = (value: number) => value % 2 ** widthBits;
        // Long division uses the initial value as given, whichever bit comes first.
        const spec = {
          widthBits,
          polynomial: within(polynomial),
          initial: within(initial),
          finalXor: within(finalXor),
          reflected,
        };
        expect(crc(spec)(bytes)).toBe(byDivision(bytes, spec));
      }),
    );
  });

  test('of bytes followed by their CRC is always the same', () => {
    const plain = crc({ widthBits: 16, polynomial: 0x1021 });
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const value = plain(bytes);
        expect(plain(Uint8Array.of(...bytes, Math.floor(value / 256), value % 256))).toBe(0);
      }),
    );
  });
});
