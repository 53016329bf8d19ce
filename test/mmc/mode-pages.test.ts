import { describe, expect, test } from '@jest/globals';
import { EncodeError } from '../../src/codec/index.ts';
import {
  capabilitiesPage,
  encodeCapabilities,
  LoadingMechanism,
  modePageByCode,
  modePages,
  powerConditionPage,
  writeParametersPage,
  writeSpeedsOf,
} from '../../src/mmc/mode-pages/index.ts';
import { modeParameters } from '../../src/scsi/mode-page.ts';
import { exchanges } from '../golden/exchanges.ts';

const recorded = exchanges
  .filter(({ cdb, in: data }) => cdb[0] === 0x5a && cdb[2] === 0x2a && (data?.length ?? 0) > 60)
  .flatMap(({ in: data }) => modeParameters.decode(data ?? new Uint8Array()).pages)[0];

describe('page 2Ah', () => {
  test('of the emulated recorder', () => {
    const page = recorded ?? new Uint8Array();
    expect(capabilitiesPage.decode(page)).toMatchObject({
      writeCdR: true,
      writeCdRw: true,
      testWrite: true,
      bufferUnderrunFree: true,
      multiSession: true,
      cdDa: true,
      loadingMechanism: LoadingMechanism.Tray,
      writeSpeeds: 6,
    });
    expect(writeSpeedsOf(page).map(({ writeKBps }) => writeKBps)).toEqual([7056, 5645, 4234, 2823, 1764, 706]);
  });

  test('is encoded and decoded with its speeds, even when cut off', () => {
    const speeds = [
      { rotationControl: 0, writeKBps: 7056 },
      { rotationControl: 1, writeKBps: 1411 },
    ] as const;
    const page = encodeCapabilities({ writeCdR: true, maxWriteKBps: 7056 }, speeds);
    expect(page).toHaveLength(40);
    expect(page[1]).toBe(38);
    expect(writeSpeedsOf(page)).toEqual(speeds);
    expect(writeSpeedsOf(page.subarray(0, 37))).toEqual(speeds.slice(0, 1));
    expect(writeSpeedsOf(page.subarray(0, 24))).toEqual([]);
  });
});

describe('declared pages', () => {
  test('are found by code', () => {
    expect(modePages.map(({ code }) => code)).toEqual([0x01, 0x05, 0x0d, 0x0e, 0x1a, 0x1d, 0x2a]);
    expect(modePageByCode(0x05)).toBe(writeParametersPage);
    expect(modePageByCode(0x3f)).toBeUndefined();
  });

  test("are edited in the drive's own bytes, whatever else those contain", () => {
    const own = new Uint8Array(12).fill(0xff);
    own.set([0x9a, 10]);
    const edited = powerConditionPage.edit(own, { idle: false, idleTimer: 600 });
    expect(edited[0]).toBe(0x1a); // PS cleared, as MODE SELECT requires
    expect([...edited.slice(1)]).toEqual([10, 0xff, 0xfd, 0, 0, 2, 88, 0xff, 0xff, 0xff, 0xff]);
    expect(() => powerConditionPage.edit(own.subarray(0, 6), { standbyTimer: 1 })).toThrow(EncodeError);
  });
});

describe('a reply whose outer length is wrong', () => {
  const reply = (dataLength: number) => {
    const bytes = modeParameters.encode({
      mediumType: 0,
      blockDescriptors: new Uint8Array(),
      pages: [powerConditionPage.encode({ idleTimer: 600 })],
    });
    bytes.set([0, dataLength]);
    return bytes;
  };

  // 18 is right; 0 is a header that was not filled in, 6 counts no page, 10 only a part of it, 200 too much.
  test.each([18, 0, 6, 10, 16, 200])('of %i is read by the length of the page', (dataLength) => {
    const { pages } = modeParameters.decode(reply(dataLength));
    expect(pages.map(({ length }) => length)).toEqual([12]);
    expect(powerConditionPage.decode(pages[0] ?? new Uint8Array()).idleTimer).toBe(600);
  });

  test('has no page in the zeros of a buffer', () => {
    const buffer = new Uint8Array(64);
    buffer.set([0, 6]);
    expect(modeParameters.decode(buffer).pages).toEqual([]);
  });
});
