import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isQIntact, withQCrc } from '../../src/cd/q-channel.ts';
import { decodeCatalogNumber, decodeIsrc, encodeCatalogNumber, encodeIsrc } from '../../src/cd/q-identifiers.ts';
import { EncodeError, fromHex, toHex } from '../../src/codec/index.ts';

const place = { control: fc.nat(15), absoluteFrame: fc.nat(74) };
const catalogNumbers = fc.record({ ...place, catalogNumber: fc.stringMatching(/^[0-9]{13}$/) });
const isrcs = fc.record({ ...place, isrc: fc.stringMatching(/^[A-Z0-9]{5}[0-9]{7}$/) });
const anyFrame = fc.uint8Array({ minLength: 12, maxLength: 12 });

describe('identifiers in Q', () => {
  test('13 digits of a catalogue number, two per byte', () => {
    const frame = encodeCatalogNumber({ control: 0, absoluteFrame: 40, catalogNumber: '4006381333931' });
    expect(toHex(frame.subarray(0, 10))).toBe('02400638133393100040');
  });

  test('an ISRC: five characters of six bits, two zero bits, seven digits', () => {
    // G 010111b, B 010010b, A 010001b, Y 101001b, E 010101b; as wodim 1.1.11 writes it for -raw96r.
    const frame = encodeIsrc({ control: 0, absoluteFrame: 50, isrc: 'GBAYE6500331' });
    expect(toHex(frame.subarray(0, 10))).toBe('035d2469546500331050');
  });

  test('decode(encode(x)) = x, with a correct CRC', () => {
    fc.assert(
      fc.property(catalogNumbers, isrcs, (catalogNumber, isrc) => {
        const frames = [encodeCatalogNumber(catalogNumber), encodeIsrc(isrc)] as const;
        expect(decodeCatalogNumber(frames[0])).toEqual(catalogNumber);
        expect(decodeIsrc(frames[1])).toEqual(isrc);
        expect(frames.map(isQIntact)).toEqual([true, true]);
        expect([decodeIsrc(frames[0]), decodeCatalogNumber(frames[1])]).toEqual([undefined, undefined]);
      }),
    );
  });

  test('any bytes are an identifier or none', () => {
    fc.assert(
      fc.property(anyFrame, fc.constantFrom(0x02, 0x43), (frame, controlAndAdr) => {
        frame[0] = controlAndAdr;
        expect(decodeCatalogNumber(frame)?.catalogNumber ?? '0000000000000').toMatch(/^\d{13}$/);
        expect(decodeIsrc(frame)?.isrc ?? 'AAAAA0000000').toMatch(/^[A-Z0-9]{5}\d{7}$/);
      }),
    );
  });

  test('invalid digits and characters are not an identifier', () => {
    expect(decodeCatalogNumber(withQCrc(fromHex('02400638133393a000400000')))).toBeUndefined();
    expect(decodeIsrc(withQCrc(fromHex('03ffffffff65003310500000')))).toBeUndefined();
    expect(() => encodeCatalogNumber({ control: 0, absoluteFrame: 0, catalogNumber: '123' })).toThrow(EncodeError);
    expect(() => encodeIsrc({ control: 0, absoluteFrame: 0, isrc: 'gbaye6500331' })).toThrow(EncodeError);
  });
});
