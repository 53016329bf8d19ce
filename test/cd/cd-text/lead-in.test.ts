import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { leadInOfPacks, packsOfLeadIn } from '../../../src/cd/cd-text/lead-in.ts';

/** Four packs. */
const packs = fc.uint8Array({ minLength: 72, maxLength: 72 });

describe('CD-TEXT in the lead-in', () => {
  test('three bytes are four symbols of six bits', () => {
    const bytes = new Uint8Array(72);
    bytes.set([0b10000010, 0b00110000, 0b01000100]);
    expect([...leadInOfPacks(bytes).subarray(0, 5)]).toEqual([0b100000, 0b100011, 0b000001, 0b000100, 0]);
  });

  test('four packs are a block, and are read from it whatever P and Q are', () => {
    fc.assert(
      fc.property(packs, packs, fc.constantFrom(0x00, 0x40, 0x80, 0xc0), (first, second, pAndQ) => {
        const both = Uint8Array.of(...first, ...second);
        const blocks = leadInOfPacks(both);
        expect(blocks.length).toBe(192);
        expect(packsOfLeadIn(blocks.map((symbol) => symbol | pAndQ))).toEqual(both);
      }),
    );
  });

  test('an incomplete block is left out', () => {
    expect(packsOfLeadIn(new Uint8Array(191)).length).toBe(72);
    expect(leadInOfPacks(new Uint8Array(71)).length).toBe(0);
  });
});
