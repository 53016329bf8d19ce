import { describe, expect, test } from '@jest/globals';
import { checkedCall } from '../../../src/transport/native/checked-call.ts';
import type { CParameter, CResult, CValue } from '../../../src/transport/native/ffi.ts';

/** A function that returns its arguments as the backend got them, by way of `result`. */
function called(
  parameters: readonly CParameter[],
  values: CValue[],
  wideAs: 'number' | 'bigint' = 'bigint',
): unknown[] {
  const got: unknown[] = [];
  const raw = (...given: unknown[]) => {
    got.push(...given);
    return 0;
  };
  checkedCall({ name: 'f', result: 'i32', parameters }, raw, wideAs)(...values);
  return got;
}

const returned = (result: CResult, value: unknown) =>
  checkedCall({ name: 'f', result, parameters: [] }, () => value, 'bigint')();

describe('an argument that does not fit is refused before the call', () => {
  test.each<[CParameter, CValue]>([
    ['i32', 0x8000_0000],
    ['i32', -0x8000_0001],
    ['i32', 1.5],
    ['i32', 1n],
    ['u32', -1],
    ['u32', 0x1_0000_0000],
    ['u32', Number.NaN],
    ['i64', 2 ** 63],
    ['i64', 2n ** 63n],
    ['usize', -1],
    ['usize', -1n],
    ['usize', 2n ** 64n],
    ['bytes', 5],
    ['i32', null],
  ])('%s: %p', (type, value) => {
    expect(() => called([type], [value])).toThrow(/does not fit into/);
  });

  test('a bigint that a backend cannot have as a number', () => {
    expect(() => called(['i64'], [2n ** 60n], 'number')).toThrow(RangeError);
  });

  test.each([
    ['too few', [1]],
    ['too many', [1, 2, 3]],
  ])('%s', (_, values) => {
    expect(() => called(['i32', 'i32'], values)).toThrow('f takes 2 arguments');
  });
});

test('the backend gets 64 bits in the form that it takes', () => {
  const memory = new Uint8Array(1);
  const values = [-1, 3n, 0xffff_ffff, memory, null];
  const parameters: CParameter[] = ['i64', 'usize', 'u32', 'bytes', 'bytes'];
  expect(called(parameters, values, 'bigint')).toEqual([-1n, 3n, 0xffff_ffff, memory, null]);
  expect(called(parameters, values, 'number')).toEqual([-1, 3, 0xffff_ffff, memory, null]);
});

test('a result of 64 bits is a bigint, however the backend returns it', () => {
  expect([returned('i64', -1n), returned('i64', -1), returned('address', '18446744073709551615')]).toEqual([
    -1n,
    -1n,
    0xffff_ffff_ffff_ffffn,
  ]);
});

test('no result at all is an error: a test for less than zero would never fire', () => {
  expect(() => returned('i32', undefined)).toThrow('f returned undefined');
});
