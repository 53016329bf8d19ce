import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isQIntact } from '../../../src/cd/q-channel.ts';
import { decodeCatalogNumber, decodeIsrc } from '../../../src/cd/q-identifiers.ts';
import { toHex } from '../../../src/codec/index.ts';
import { positionOf, qFrame } from '../../../src/simulator/media/subcode.ts';

const track = { number: 7, startLba: 1_000, lengthBlocks: 400, control: 2, copy: false, blockBytes: 2_352 };

describe('Q of a simulated disc', () => {
  test('Q of a known block: control, track, index, times in BCD, CRC', () => {
    // Track 7, index 1, 00:00:25 into it, 00:15:50 on the disc.
    expect(toHex(positionOf(track, 1_025).subarray(0, 10))).toBe('21070100002500001550');
    expect(toHex(positionOf({ ...track, indexes: [1_010, 1_020] }, 1_025).subarray(0, 3))).toBe('210703');
  });

  test('Q is what wodim 1.1.11 itself generates for -raw96r: two tracks, the second at LBA 400 with a pregap of 150 blocks', () => {
    const base = { lengthBlocks: 400, control: 0, copy: false, blockBytes: 2_352, pregapBlocks: 150 };
    const first = { ...base, number: 1, startLba: 0 };
    const second = { ...base, number: 2, startLba: 400 };
    for (const [of, lba, frame] of [
      [first, -150, '01010000017400000000aab9'],
      [first, -149, '01010000017300000001dd4c'],
      [first, -2, '01010000000100000173ac0d'],
      [first, -1, '0101000000000000017476bb'],
      [first, 0, '010101000000000002005a28'],
      [first, 1, '01010100000100000201e058'],
      [first, 249, '01010100032400000524e80b'],
      [second, 250, '010200000174000005250ccf'],
      [second, 251, '010200000173000005265b78'],
      [second, 398, '01020000000100000723711a'],
      [second, 399, '01020000000000000724abac'],
      [second, 400, '01020100000000000725fc5e'],
      [second, 401, '01020100000100000726666c'],
    ] as const) {
      expect(toHex(positionOf(of, lba))).toBe(frame);
    }
  });

  test('every frame has a correct CRC, and its identifiers can be read back', () => {
    const digits = fc.stringMatching(/^[0-9]{13}$/);
    const code = fc.stringMatching(/^[A-Z0-9]{5}[0-9]{7}$/);
    fc.assert(
      fc.property(digits, code, fc.integer({ min: 850, max: 1_399 }), (catalogNumber, isrc, lba) => {
        const subcode = { track: { ...track, isrc }, catalogNumber };
        expect(isQIntact(qFrame(subcode, lba))).toBe(true);
        expect(decodeCatalogNumber(qFrame(subcode, 1_140))?.catalogNumber).toBe(catalogNumber);
        expect(decodeIsrc(qFrame(subcode, 1_080))?.isrc).toBe(isrc);
      }),
      { numRuns: 50 },
    );
  });

  test('an identifier does not hide where a pregap, a track or an index begins: it comes a block later', () => {
    const catalogNumber = '4006381333931';
    const isrc = 'GBAYE6500331';
    for (const begins of [
      { ...track, startLba: 1_200, pregapBlocks: 60, isrc },
      { ...track, startLba: 1_140, isrc },
      { ...track, startLba: 1_000, indexes: [1_140], isrc },
    ]) {
      const subcode = { track: begins, catalogNumber };
      expect(qFrame(subcode, 1_140)).toEqual(positionOf(begins, 1_140));
      expect(decodeCatalogNumber(qFrame(subcode, 1_141))?.catalogNumber).toBe(catalogNumber);
      expect(qFrame(subcode, 1_142)).toEqual(positionOf(begins, 1_142));
    }
    const startsAtIsrc = { track: { ...track, startLba: 1_080, isrc }, catalogNumber };
    expect(qFrame(startsAtIsrc, 1_080)).toEqual(positionOf(startsAtIsrc.track, 1_080));
    expect(decodeIsrc(qFrame(startsAtIsrc, 1_081))?.isrc).toBe(isrc);
  });
});
