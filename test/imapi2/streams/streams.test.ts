import { describe, expect, test } from '@jest/globals';
import type { ByteStream } from '../../../src/imapi2/core/stream-data.ts';
import {
  BlockRange,
  BlockRangeList,
  StreamConcatenate,
  StreamInterleave,
  StreamPseudoRandomBased,
} from '../../../src/imapi2/index.ts';
import { resultNow, resultOf } from '../rig.ts';

/** All bytes, read in odd pieces. */
async function allOf(stream: ByteStream, piece = 3): Promise<number[]> {
  const reader = await stream.openReader();
  const bytes: number[] = [];
  const target = new Uint8Array(piece);
  for (let got = await reader.read(target); got > 0; got = await reader.read(target))
    bytes.push(...target.subarray(0, got));
  await reader.close();
  return bytes;
}

describe('StreamConcatenate', () => {
  test('gives one stream after the other, as often as it is read', async () => {
    const stream = new StreamConcatenate();
    stream.initialize(Uint8Array.of(1, 2), new Blob([Uint8Array.of(3, 4, 5)]));
    expect(stream).toMatchObject({ lengthBytes: 5, repeatable: true });
    expect(await allOf(stream)).toEqual([1, 2, 3, 4, 5]);
    expect(await allOf(stream, 100)).toEqual([1, 2, 3, 4, 5]);
    const same = Uint8Array.of(7);
    const longer = new StreamConcatenate();
    longer.initialize2([same, same, stream]);
    expect(await allOf(longer)).toEqual([7, 7, 1, 2, 3, 4, 5]);
    expect(resultNow(() => longer.initialize2([longer]))).toBe('E_INVALIDARG');
  });

  test('is nothing before it is initialized, and is not appended to', async () => {
    const stream = new StreamConcatenate();
    expect(resultNow(() => stream.lengthBytes)).toBe('E_POINTER');
    expect(await resultOf(() => stream.openReader())).toBe('E_POINTER');
    expect(resultNow(() => stream.append(new Uint8Array(1)))).toBe('E_NOTIMPL');
    expect(resultNow(() => stream.append2([]))).toBe('E_NOTIMPL');
    expect(resultNow(() => stream.initialize(null as never, new Uint8Array(1)))).toBe('E_POINTER');
    expect(resultNow(() => stream.initialize2([]))).toBe('E_INVALIDARG');
    expect(resultNow(() => stream.initialize2([new Blob([]).stream()]))).toBe('E_INVALIDARG');
  });
});

describe('StreamInterleave', () => {
  test('takes bytes of each stream in turn', async () => {
    const stream = new StreamInterleave();
    stream.initialize([Uint8Array.of(1, 2, 3, 4), Uint8Array.of(9, 8)], [2, 1]);
    expect(stream).toMatchObject({ lengthBytes: 6, repeatable: true });
    expect(await allOf(stream)).toEqual([1, 2, 9, 3, 4, 8]);
    expect(await allOf(stream, 1)).toEqual([1, 2, 9, 3, 4, 8]);
  });

  test.each([
    ['the streams do not end together', [Uint8Array.of(1, 2, 3), Uint8Array.of(9)], [2, 1]],
    ['a size is missing', [Uint8Array.of(1, 2), Uint8Array.of(9)], [2]],
    ['a size is zero', [Uint8Array.of(1, 2)], [0]],
  ])('refuses them if %s', (_why, streams, sizes) => {
    expect(resultNow(() => new StreamInterleave().initialize(streams, sizes))).toBe('E_INVALIDARG');
  });

  test('needs streams and sizes', () => {
    const stream = new StreamInterleave();
    expect(resultNow(() => stream.initialize(null as never, [1]))).toBe('E_POINTER');
    expect(resultNow(() => stream.initialize([Uint8Array.of(1)], null as never))).toBe('E_POINTER');
    expect(resultNow(() => stream.repeatable)).toBe('E_POINTER');
  });
});

describe('StreamPseudoRandomBased', () => {
  test('gives the same bytes for the same seed', async () => {
    const stream = new StreamPseudoRandomBased();
    expect([stream.seed, stream.lengthBytes]).toEqual([0, 0]);
    stream.setSize(1_000);
    stream.seed = 5;
    const bytes = await allOf(stream, 7);
    expect(bytes).toHaveLength(1_000);
    expect(await allOf(stream, 64)).toEqual(bytes);
    expect(new Set(bytes).size).toBeGreaterThan(200);
    stream.seed = 6;
    expect(await allOf(stream)).not.toEqual(bytes);
  });

  test('has one seed of 32 bits', () => {
    const stream = new StreamPseudoRandomBased();
    for (const seed of [-1, 2 ** 32, 0.5, 'x']) {
      const set = () => {
        stream.seed = seed as number;
      };
      expect([seed, resultNow(set)]).toEqual([seed, 'E_INVALIDARG']);
    }
    expect(resultNow(() => stream.setSize(-1))).toBe('E_INVALIDARG');
    expect(resultNow(() => stream.extendedSeed)).toBe('E_NOTIMPL');
    expect(
      resultNow(() => {
        stream.extendedSeed = [1];
      }),
    ).toBe('E_NOTIMPL');
  });
});

test('block ranges are inclusive and in order', () => {
  const ranges = [new BlockRange(16, 20), new BlockRange(0, 0)];
  expect(new BlockRangeList(ranges).blockRanges.map(({ startLba, endLba }) => [startLba, endLba])).toEqual([
    [16, 20],
    [0, 0],
  ]);
  expect(resultNow(() => new BlockRange(5, 4))).toBe('E_INVALIDARG');
});
