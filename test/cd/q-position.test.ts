import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hasNoQCrc, isQIntact, LEAD_OUT_TRACK, QMode, qModeOf } from '../../src/cd/q-channel.ts';
import { decodePosition, encodePosition } from '../../src/cd/q-position.ts';
import { EncodeError, fromHex, toHex } from '../../src/codec/index.ts';

const msf = fc.record({ minute: fc.nat(99), second: fc.nat(59), frame: fc.nat(74) });
const position = fc.record({
  control: fc.nat(15),
  track: fc.oneof(fc.integer({ min: 1, max: 99 }), fc.constant(LEAD_OUT_TRACK)),
  index: fc.nat(99),
  relative: msf,
  absolute: msf,
});

describe('positions in Q', () => {
  test('are what wodim 1.1.11 writes with -raw96r', () => {
    const frame = fromHex('010201000001000007266' + '66c');
    expect(isQIntact(frame)).toBe(true);
    expect(decodePosition(frame)).toEqual({
      control: 0,
      track: 2,
      index: 1,
      relative: { minute: 0, second: 0, frame: 1 },
      absolute: { minute: 0, second: 7, frame: 26 },
    });
  });

  test('of the lead-out have track AAh', () => {
    const at = { control: 4, index: 1, relative: { minute: 0, second: 0, frame: 0 } };
    const frame = encodePosition({ ...at, track: LEAD_OUT_TRACK, absolute: { minute: 12, second: 34, frame: 56 } });
    expect(toHex(frame.subarray(0, 10))).toBe('41aa0100000000123456');
  });

  test('decode(encode(x)) = x, with a correct CRC', () => {
    fc.assert(
      fc.property(position, (value) => {
        const frame = encodePosition(value);
        expect(decodePosition(frame)).toEqual(value);
        expect([qModeOf(frame), isQIntact(frame)]).toEqual([QMode.Position, true]);
      }),
    );
  });

  test('any bytes are a position or another mode', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 12, maxLength: 12 }), (frame) => {
        expect(decodePosition(frame) === undefined).toBe(qModeOf(frame) !== QMode.Position);
        expect(hasNoQCrc(frame)).toBe(frame[10] === 0 && frame[11] === 0);
      }),
    );
  });

  test('numbers of three digits do not fit', () => {
    const zero = { minute: 0, second: 0, frame: 0 };
    const good = { control: 0, track: 1, index: 1, relative: zero, absolute: zero };
    expect(() => encodePosition({ ...good, index: 100 })).toThrow(EncodeError);
    expect(() => encodePosition({ ...good, relative: { ...zero, minute: 100 } })).toThrow(EncodeError);
    expect(() => encodePosition({ ...good, track: 100 })).toThrow(EncodeError);
  });
});
