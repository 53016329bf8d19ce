import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { edc32 } from '../../src/cd/edc.ts';
import { scrambled } from '../../src/cd/scramble.ts';
import { mode1Sector, mode2Form1Sector, SECTOR_PARTS, SectorType, sectorTypeOf } from '../../src/cd/sector.ts';
import { toHex } from '../../src/codec/index.ts';

/** Remainders of a sector's bits for the two factors of the EDC polynomial in ECMA-130 clause 14.3. */
function remainders(bytes: Uint8Array): bigint[] {
  const factors = [0b11000000000000101n, 0b10000000000000111n];
  let value = 0n;
  for (const byte of bytes) for (let bit = 0; bit < 8; bit++) value = value * 2n + BigInt((byte >> bit) & 1);
  return factors.map((factor) => {
    let rest = 0n;
    for (const digit of value.toString(2)) {
      rest = rest * 2n + BigInt(digit);
      if (rest >= 0x10000n) rest ^= factor;
    }
    return rest;
  });
}

/** alpha to the power of 0 to 254. */
const POWERS: number[] = [1];
while (POWERS.length < 255) {
  const doubled = (POWERS.at(-1) ?? 0) * 2;
  POWERS.push(doubled > 255 ? doubled ^ 0x11d : doubled);
}
const times = (left: number, right: number): number =>
  left === 0 || right === 0 ? 0 : (POWERS[(POWERS.indexOf(left) + POWERS.indexOf(right)) % 255] ?? 0);

/** The P and Q code words of annex A with a syndrome that is not zero, by the annex's numbering of a sector's bytes. */
function wrongCodeWords(sector: Uint8Array): string[] {
  const byte = (plane: number, word: number) => sector[12 + 2 * word + plane] ?? 0;
  const words: [string, number[]][] = [];
  for (const plane of [0, 1]) {
    for (let np = 0; np < 43; np++) {
      words.push([`P ${plane} ${np}`, Array.from({ length: 26 }, (_, mp) => byte(plane, 43 * mp + np))]);
    }
    for (let nq = 0; nq < 26; nq++) {
      const data = Array.from({ length: 43 }, (_, mq) => byte(plane, (44 * mq + 43 * nq) % 1118));
      words.push([`Q ${plane} ${nq}`, [...data, byte(plane, 1118 + nq), byte(plane, 1144 + nq)]]);
    }
  }
  return words.flatMap(([name, word]) => {
    const sum = word.reduce((total, value) => total ^ value, 0);
    const weighted = word.reduce(
      (total, value, index) => total ^ times(value, POWERS[word.length - 1 - index] ?? 0),
      0,
    );
    return sum === 0 && weighted === 0 ? [] : [name];
  });
}

const userData = fc.uint8Array({ minLength: 2048, maxLength: 2048 });

describe('CD-ROM sectors', () => {
  test('the EDC of an empty Mode 2 form 2 sector is stored as 3F 13 B0 BE (redump: on PlayStation discs)', () => {
    const covered = new Uint8Array(8 + 2324);
    covered[2] = covered[6] = 0x20;
    expect(edc32(covered).toString(16)).toBe('beb0133f');
  });

  test('Mode 1: header, EDC and parity are what ECMA-130 requires', () => {
    fc.assert(
      fc.property(userData, fc.integer({ min: -150, max: 359_000 }), (data, lba) => {
        const sector = mode1Sector(lba, data);
        expect(remainders(sector.subarray(0, 2068))).toEqual([0n, 0n]);
        expect(wrongCodeWords(sector)).toEqual([]);
        expect(sector.subarray(16, 2064)).toEqual(data);
        expect(toHex(sector.subarray(2068, 2076))).toBe('0000000000000000');
        expect(sectorTypeOf(sector)).toBe(SectorType.Mode1);
      }),
      { numRuns: 5 },
    );
    expect(toHex(mode1Sector(0, new Uint8Array(2048)).subarray(0, 16))).toBe('00ffffffffffffffffffff0000020001');
    expect(toHex(mode1Sector(123_456, new Uint8Array(2048)).subarray(12, 16))).toBe('27280601');
  });

  test('Mode 2 form 1: the parity counts the header as zeros', () => {
    fc.assert(
      fc.property(userData, (data) => {
        const content = Uint8Array.from([0, 0, 8, 0, 0, 0, 8, 0, ...data]);
        const sector = mode2Form1Sector(16, content);
        expect(toHex(sector.subarray(12, 16))).toBe('00021602');
        expect(sector.subarray(16, 2072)).toEqual(content);
        expect(remainders(sector.subarray(16, 2076))).toEqual([0n, 0n]);
        const withoutHeader = Uint8Array.from(sector).fill(0, 12, 16);
        expect(wrongCodeWords(withoutHeader)).toEqual([]);
        expect(sectorTypeOf(sector)).toBe(SectorType.Mode2Form1);
      }),
      { numRuns: 5 },
    );
  });

  test('scrambling begins as in annex B, and scrambling twice restores the sector', () => {
    const sector = mode1Sector(0, new Uint8Array(2048));
    expect(toHex(scrambled(new Uint8Array(2352)).subarray(10, 24))).toBe('0000018000600028001e80086006');
    expect(scrambled(scrambled(sector))).toEqual(sector);
  });

  test('the parts of each kind are those of MMC-5 table 351, 2,352 bytes together', () => {
    const parts = (type: keyof typeof SECTOR_PARTS) => Object.values(SECTOR_PARTS[type]);
    expect(parts(SectorType.Audio)).toEqual([0, 0, 0, 2_352, 0]);
    expect(parts(SectorType.Mode1)).toEqual([12, 4, 0, 2_048, 288]);
    expect(parts(SectorType.Mode2)).toEqual([12, 4, 0, 2_336, 0]);
    expect(parts(SectorType.Mode2Form1)).toEqual([12, 4, 8, 2_048, 280]);
    expect(parts(SectorType.Mode2Form2)).toEqual([12, 4, 8, 2_328, 0]);
  });

  test('Mode 2 without sub-headers, form 2, and bytes that are not a sector are distinguished', () => {
    const sector = mode2Form1Sector(0, new Uint8Array(2056));
    expect(sectorTypeOf(Uint8Array.from(sector).fill(0x20, 18, 19).fill(0x20, 22, 23))).toBe(SectorType.Mode2Form2);
    expect(sectorTypeOf(Uint8Array.from(sector).fill(1, 16, 17))).toBe(SectorType.Mode2);
    expect(sectorTypeOf(Uint8Array.from(sector).fill(3, 15, 16))).toBeUndefined();
    expect(sectorTypeOf(Uint8Array.from(sector).fill(1, 0, 1))).toBeUndefined();
  });
});
