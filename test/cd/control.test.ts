import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Control, decodeControl, encodeControl, isDataControl, TrackMode } from '../../src/cd/control.ts';
import { EncodeError } from '../../src/codec/index.ts';

const NOTHING = { copyPermitted: false, preEmphasis: false, incremental: false, fourChannels: false };

describe('CONTROL nibble', () => {
  test('says what a track is', () => {
    expect(decodeControl(0)).toEqual({ kind: 'audio', ...NOTHING });
    expect(decodeControl(3)).toEqual({ kind: 'audio', ...NOTHING, copyPermitted: true, preEmphasis: true });
    expect(decodeControl(5)).toEqual({ kind: 'data', ...NOTHING, incremental: true });
    expect(decodeControl(8)).toEqual({ kind: 'audio', ...NOTHING, fourChannels: true });
  });

  test('the values with names are those of MMC-5 table 667', () => {
    const expected: Readonly<Record<keyof typeof TrackMode, Partial<Control>>> = {
      Audio: {},
      AudioPreEmphasis: { preEmphasis: true },
      AudioCopyPermitted: { copyPermitted: true },
      AudioPreEmphasisCopyPermitted: { preEmphasis: true, copyPermitted: true },
      Data: { kind: 'data' },
      DataIncremental: { kind: 'data', incremental: true },
      DataCopyPermitted: { kind: 'data', copyPermitted: true },
    };
    for (const [name, control] of Object.entries(expected)) {
      expect([name, encodeControl(control)]).toEqual([name, TrackMode[name as keyof typeof TrackMode]]);
    }
  });

  test('every nibble has its own meaning', () => {
    fc.assert(
      fc.property(fc.nat(15), (control) => {
        expect(encodeControl(decodeControl(control))).toBe(control);
        expect(isDataControl(control)).toBe([4, 5, 6, 7, 12, 13, 14, 15].includes(control));
      }),
    );
  });

  test('the bit that means one thing for audio and another for data is not confused', () => {
    expect(() => encodeControl({ kind: 'data', preEmphasis: true })).toThrow(EncodeError);
    expect(() => encodeControl({ incremental: true })).toThrow(EncodeError);
  });
});
