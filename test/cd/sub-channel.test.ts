import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  formattedQ,
  isPauseInRaw,
  qOfFormatted,
  qOfRaw,
  rawOfFormatted,
  rawSubChannel,
  rToW,
} from '../../src/cd/sub-channel.ts';
import { fromHex, toHex } from '../../src/codec/index.ts';

const frames = fc.uint8Array({ minLength: 12, maxLength: 12 });

describe('sub-channels', () => {
  test('raw, P is in bit 7 and Q in bit 6, the first bits first', () => {
    const raw = rawSubChannel(true, fromHex('c10000000000000000000001'));
    expect(toHex(raw.subarray(0, 9))).toBe('c0c08080808080c080');
    expect(toHex(raw.subarray(88))).toBe('80808080808080c0');
    expect(toHex(rawSubChannel(false, fromHex('ff0000000000000000000000')).subarray(0, 9))).toBe('404040404040404000');
  });

  test('formatted, Q is followed by three zero bytes and P', () => {
    expect(toHex(formattedQ(true, fromHex('0102030405060708090a0b0c')))).toBe('0102030405060708090a0b0c00000080');
  });

  test('P and Q are read from 96 raw bytes, and from formatted Q, as they were written', () => {
    fc.assert(
      fc.property(frames, fc.boolean(), (frame, pause) => {
        const raw = rawSubChannel(pause, frame);
        expect([qOfRaw(raw), isPauseInRaw(raw)]).toEqual([frame, pause]);
        expect(qOfFormatted(formattedQ(pause, frame))).toEqual(frame);
        expect(rawOfFormatted(formattedQ(pause, frame))).toEqual(raw);
        expect(rToW(raw)).toEqual(new Uint8Array(96));
      }),
      { numRuns: 50 },
    );
  });
});
