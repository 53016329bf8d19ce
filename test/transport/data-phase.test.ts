import { describe, expect, test } from '@jest/globals';
import { dataLength, handedOver, takeData } from '../../src/transport/data-phase.ts';
import type { DataPhase } from '../../src/transport/transport.ts';

const bytesOf = (data: DataPhase): Uint8Array => (data.direction === 'out' ? data.bytes : new Uint8Array());

test('the length of a data phase', () => {
  expect(dataLength({ direction: 'none' })).toBe(0);
  expect(dataLength({ direction: 'in', lengthBytes: 36 })).toBe(36);
  expect(dataLength({ direction: 'out', bytes: new Uint8Array(8) })).toBe(8);
});

test('only data-out that was handed over is returned', () => {
  const bytes = new Uint8Array(8);
  expect(handedOver({ direction: 'out', bytes, handOver: true })).toBe(bytes);
  expect(handedOver({ direction: 'out', bytes })).toBeUndefined();
  expect(handedOver({ direction: 'in', lengthBytes: 8 })).toBeUndefined();
});

describe('taken memory', () => {
  test('is a copy, including of a part and of shared memory', () => {
    for (const buffer of [new ArrayBuffer(8), new SharedArrayBuffer(8)]) {
      const bytes = new Uint8Array(buffer).fill(7).subarray(2, 5);
      const taken = bytesOf(takeData({ direction: 'out', bytes }));
      bytes.fill(0);
      expect(taken).toEqual(Uint8Array.of(7, 7, 7));
      expect(taken.buffer).not.toBe(buffer);
    }
  });

  test('is the memory that was handed over, which the caller can no longer use', () => {
    const bytes = new Uint8Array(8).fill(7);
    const taken = takeData({ direction: 'out', bytes, handOver: true });
    expect(bytes).toHaveLength(0);
    expect(handedOver(taken)).toEqual(new Uint8Array(8).fill(7));
  });

  test('cannot be handed over if it is a part or shared', () => {
    for (const bytes of [new Uint8Array(8).subarray(1), new Uint8Array(new SharedArrayBuffer(8))]) {
      expect(() => takeData({ direction: 'out', bytes, handOver: true })).toThrow(/handed over/);
    }
  });

  test('is not needed for data-in', () => {
    const data: DataPhase = { direction: 'in', lengthBytes: 8 };
    expect(takeData(data)).toBe(data);
  });
});
