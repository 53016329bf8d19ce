import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { HIGH_SENSE_CODES } from '../../src/scsi/sense-code-table-high.ts';
import { LOW_SENSE_CODES } from '../../src/scsi/sense-code-table-low.ts';
import { ascDescription, remedyFor, senseKeyName } from '../../src/scsi/sense-codes.ts';

test.each([
  [0x0, 'NO SENSE'],
  [0x2, 'NOT READY'],
  [0x3, 'MEDIUM ERROR'],
  [0x5, 'ILLEGAL REQUEST'],
  [0x6, 'UNIT ATTENTION'],
  [0xb, 'ABORTED COMMAND'],
  [0xe, 'MISCOMPARE'],
])('key %d is %s', (key, name) => {
  expect(senseKeyName(key)).toBe(name);
});

describe('additional sense codes', () => {
  test.each([
    [0x00, 0x00, 'no additional sense information'],
    [0x04, 0x01, 'in process of becoming ready'],
    [0x04, 0x08, 'long write in progress'],
    [0x0c, 0x09, 'write error, loss of streaming'],
    [0x21, 0x02, 'invalid address for write'],
    [0x2c, 0x00, 'command sequence error'],
    [0x3a, 0x02, 'medium not present, tray open'],
    [0x53, 0x02, 'medium removal prevented'],
    [0x63, 0x00, 'end of user area encountered on this track'],
    [0x64, 0x00, 'illegal mode for this track'],
    [0x72, 0x03, 'session fixation error, incomplete track in session'],
    [0x73, 0x01, 'power calibration area almost full'],
    [0x73, 0x03, 'power calibration area error'],
  ])('%i/%i is %s', (asc, ascq, words) => {
    expect(ascDescription(asc, ascq)).toBe(words);
  });

  test('ranges include the number', () => {
    expect(ascDescription(0x40, 0x00)).toBe('RAM failure');
    expect(ascDescription(0x40, 0x85)).toBe('diagnostic failure on component 85h');
    expect(ascDescription(0x4d, 0x00)).toBe('tagged overlapped commands, task tag 00h');
  });

  test('vendor specific and unassigned codes', () => {
    expect(ascDescription(0x80, 0x00)).toBe('vendor specific');
    expect(ascDescription(0x04, 0x80)).toBe('vendor specific');
    expect(ascDescription(0x04, 0x7f)).toBe('unassigned');
    expect(ascDescription(0x56, 0x00)).toBe('unassigned');
  });

  test('the table has every code once, in order, in the documented form', () => {
    const lines = `${LOW_SENSE_CODES}${HIGH_SENSE_CODES}`.split('\n').filter((line) => line !== '');
    for (const line of lines) expect(line).toMatch(/^[0-7][0-9A-F] (?:[0-9A-F]{2}|NN) \S.*\S$/);
    const codes = lines.map((line) => line.slice(0, 5));
    expect(codes).toEqual([...new Set(codes)].sort());
    expect(lines.length).toBeGreaterThan(300);
  });

  test('every code has words', () => {
    const byte = fc.integer({ min: 0, max: 255 });
    fc.assert(fc.property(byte, byte, (asc, ascq) => ascDescription(asc, ascq).length > 3));
  });
});

describe('what to do next', () => {
  test.each([
    ['no medium', 2, 0x3a, 0x00, /Insert a disc/],
    ['tray open', 2, 0x3a, 0x02, /close it/],
    ['becoming ready', 2, 0x04, 0x01, /Wait/],
    ['long write', 2, 0x04, 0x08, /still writing/],
    ['write protected', 7, 0x27, 0x00, /write protected/],
    ['incompatible medium', 2, 0x30, 0x00, /CD-R/],
    ['write error', 3, 0x0c, 0x00, /another disc/i],
    ['invalid address for write', 5, 0x21, 0x02, /next writable address/],
    ['medium may have changed', 6, 0x28, 0x00, /changed/],
    ['reset', 6, 0x29, 0x00, /reset/],
    ['removal prevented', 5, 0x53, 0x02, /locked/],
    ['end of user area', 5, 0x63, 0x00, /full/],
    ['illegal mode', 5, 0x64, 0x00, /Write Parameters/],
    ['incomplete track', 5, 0x72, 0x03, /Close the incomplete track/],
    ['power calibration', 3, 0x73, 0x03, /lower speed/],
    ['power calibration area full', 3, 0x73, 0x02, /another disc/],
    ['hardware error without a code', 4, 0x00, 0x00, /Power-cycle/],
    ['vendor specific not ready', 2, 0x85, 0x01, /Wait/],
  ])('%s', (_name, key, asc, ascq, words) => {
    expect(remedyFor({ key, asc, ascq })).toMatch(words);
  });

  test('is nothing after a success, unless the calibration area is filling up', () => {
    expect(remedyFor({ key: 0, asc: 0, ascq: 0 })).toBeUndefined();
    expect(remedyFor({ key: 1, asc: 0x0c, ascq: 0 })).toBeUndefined();
    expect(remedyFor({ key: 1, asc: 0x73, ascq: 1 })).toMatch(/one go/);
  });

  test('is not invented for unknown codes', () => {
    expect(remedyFor({ key: 5, asc: 0x99, ascq: 0x99 })).toBeUndefined();
  });
});
