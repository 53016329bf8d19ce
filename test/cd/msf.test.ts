import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  formatLength,
  formatMsf,
  HIGHEST_MSF_LBA,
  LOWEST_MSF_LBA,
  lbaIfMsf,
  lbaOfMsf,
  msfFromBcd,
  msfOfLba,
  msfToBcd,
  parseLength,
  parseMsf,
} from '../../src/cd/msf.ts';
import { DecodeError, EncodeError } from '../../src/codec/index.ts';

describe('addresses on a CD', () => {
  test.each([
    ['00:02:00', 0],
    ['00:00:00', -150],
    ['00:01:74', -1],
    ['79:59:73', 359_848], // last lead-out of an 80-minute blank as its ATIP says
    ['97:34:23', -11_077], // lead-in of the same blank, where cdrskin and wodim begin to write CD-TEXT
    ['99:59:74', -151],
    ['90:00:00', LOWEST_MSF_LBA],
    ['89:59:74', HIGHEST_MSF_LBA],
  ])('%s is LBA %i', (text, lba) => {
    expect(lbaOfMsf(parseMsf(text))).toBe(lba);
    expect(formatMsf(msfOfLba(lba))).toBe(text);
  });

  test('every LBA has one address', () => {
    fc.assert(
      fc.property(fc.integer({ min: LOWEST_MSF_LBA, max: HIGHEST_MSF_LBA }), (lba) => {
        expect(lbaOfMsf(msfOfLba(lba))).toBe(lba);
      }),
    );
  });

  test('invalid addresses are refused', () => {
    for (const text of ['00:60:00', '00:00:75', '1:2', 'x', '']) expect(() => parseMsf(text)).toThrow(DecodeError);
    for (const lba of [LOWEST_MSF_LBA - 1, HIGHEST_MSF_LBA + 1, 0.5]) expect(() => msfOfLba(lba)).toThrow(EncodeError);
    expect(() => lbaOfMsf({ minute: 0, second: 0, frame: 75 })).toThrow(EncodeError);
  });

  test('lengths are not addresses: nothing is added', () => {
    expect(formatLength(360_000)).toBe('80:00:00');
    expect(formatLength(375)).toBe('00:05:00');
  });

  test('lengths of any number of minutes are read as they are written', () => {
    expect(parseLength('100:00:05')).toBe(450_005);
    for (const text of ['00:60:00', '00:00:75', '0:0:0', '1000:00:00', ''])
      expect(() => parseLength(text)).toThrow(DecodeError);
    fc.assert(fc.property(fc.nat(999 * 4_500), (blocks) => expect(parseLength(formatLength(blocks))).toBe(blocks)));
  });

  test('an invalid address from a disc is undefined', () => {
    expect(lbaIfMsf({ minute: 0, second: 2, frame: 0 })).toBe(0);
    expect(lbaIfMsf({ minute: 0, second: 60, frame: 0 })).toBeUndefined();
    expect(lbaIfMsf({ minute: 0xff, second: 0xff, frame: 0xff })).toBeUndefined();
  });

  test('on the disc an address is three bytes in BCD', () => {
    expect(msfToBcd({ minute: 74, second: 30, frame: 5 })).toEqual(Uint8Array.of(0x74, 0x30, 0x05));
    fc.assert(
      fc.property(fc.integer({ min: LOWEST_MSF_LBA, max: HIGHEST_MSF_LBA }), (lba) => {
        expect(msfFromBcd(msfToBcd(msfOfLba(lba)))).toEqual(msfOfLba(lba));
      }),
    );
    expect(() => msfToBcd({ minute: 100, second: 0, frame: 0 })).toThrow(EncodeError);
  });
});
