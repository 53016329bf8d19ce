import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isQIntact, QMode } from '../../src/cd/q-channel.ts';
import { decodeTocEntry, encodeTocEntry, SessionFormat, TocPoint } from '../../src/cd/toc-entry.ts';
import { toHex } from '../../src/codec/index.ts';

const NOWHERE = { minute: 0, second: 0, frame: 0 };
const track = fc.integer({ min: 1, max: 99 });
const time = fc.nat(99);
const bits = fc.nat(255);
const common = { control: fc.nat(15), adr: fc.constantFrom(QMode.Position, QMode.Pointer) };
const address = { pointMinute: time, pointSecond: time, pointFrame: time };
const entries = fc.oneof(
  fc.record({ ...common, point: track, minute: time, second: time, frame: time, ...address }),
  fc.record({
    ...common,
    point: fc.constant(TocPoint.FirstTrack),
    minute: time,
    second: time,
    frame: time,
    pointMinute: track,
    pointSecond: bits,
    pointFrame: time,
  }),
  fc.record({ ...common, point: fc.constant(TocPoint.Atip), minute: bits, second: bits, frame: bits, ...address }),
  fc.record({
    ...common,
    point: fc.constant(TocPoint.NextSession),
    minute: fc.constant(0xff),
    second: fc.constant(0xff),
    frame: fc.constant(0xff),
    ...address,
  }),
);

describe('entries of a table of contents in Q', () => {
  test('numbers are in BCD, codes and the session format are not', () => {
    const entry = { control: 4, adr: QMode.Position, point: TocPoint.FirstTrack, ...NOWHERE };
    const frame = encodeTocEntry({ ...entry, pointMinute: 12, pointSecond: SessionFormat.CdRomXa, pointFrame: 0 });
    expect(toHex(frame.subarray(0, 10))).toBe('4100a000000000122000');
    const leadOut = { control: 0, adr: QMode.Position, point: TocPoint.LeadOut, ...NOWHERE };
    expect(
      toHex(encodeTocEntry({ ...leadOut, pointMinute: 79, pointSecond: 59, pointFrame: 74 }).subarray(0, 10)),
    ).toBe('0100a200000000795974');
  });

  test('decode(encode(x)) = x, with a correct CRC', () => {
    fc.assert(
      fc.property(entries, (entry) => {
        const frame = encodeTocEntry(entry);
        expect(decodeTocEntry(frame)).toEqual(entry);
        expect(isQIntact(frame)).toBe(true);
      }),
    );
  });

  test('any bytes are an entry, unless they are not from a lead-in', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 12, maxLength: 12 }), (frame) => {
        expect(decodeTocEntry(frame) === undefined).toBe(frame[1] !== 0);
        frame[1] = 0;
        expect(decodeTocEntry(frame)).toBeDefined();
      }),
    );
  });
});
