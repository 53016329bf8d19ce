import { constants } from 'node:os';
import { describe, expect, test } from '@jest/globals';
import { ffiNapiBackend } from '../../../src/transport/native/ffi-napi.ts';

const onWindows = process.platform === 'win32';
const functions = () => ffiNapiBackend().open(null);

(onWindows ? describe.skip : describe)('a call through ffi-napi (Linux only)', () => {
  test('passes and returns signed and unsigned numbers of 32 bits', () => {
    const abs = functions().declare('abs', 'i32', ['i32']);
    const swapped = functions().declare('htonl', 'u32', ['u32']);
    const swap = functions().declare('ntohl', 'u32', ['u32']);
    expect(abs(-7)).toBe(7);
    expect(swap(swapped(0x8000_0001))).toBe(0x8000_0001);
  });

  test('passes and returns numbers of 64 bits', () => {
    const llabs = functions().declare('llabs', 'i64', ['i64']);
    expect(llabs(-0x7fff_ffff_ffff_ffffn)).toBe(0x7fff_ffff_ffff_ffffn);
    expect(llabs(-5)).toBe(5n);
  });

  test('passes no arguments', () => {
    expect(functions().declare('getppid', 'i32', [])()).toBe(process.ppid);
  });

  test('passes the address of part of some memory, and null', () => {
    const ffi = ffiNapiBackend();
    const memory = Uint8Array.from({ length: 100 }, (_, index) => index);
    const memchr = ffi.open(null).declare('memchr', 'address', ['bytes', 'i32', 'usize']);
    expect(memchr(memory.subarray(10), 42, 90)).toBe(ffi.addressOf(memory) + 42n);
    expect(memchr(memory.subarray(10), 5, 90)).toBe(0n);
    expect(memchr(null, 5, 0)).toBe(0n);
  });

  // It reads the code in a second call, and between the two another thread of Node sometimes leaves EAGAIN: see docs/native-code.md.
  test('leaves its own error code, and not that of the call before, in at least 999 of 1,000 calls', () => {
    const ffi = ffiNapiBackend();
    const ioctl = ffi.open(null).declare('ioctl', 'i32', ['i32', 'u32', 'bytes']);
    const kill = ffi.open(null).declare('kill', 'i32', ['i32', 'i32']);
    const { EBADF, EINVAL } = constants.errno;
    let right = 0;
    for (let round = 0; round < 1_000; round++) {
      expect(ioctl(-1, 0, new Uint8Array(8))).toBe(-1);
      if (ffi.lastError() === EBADF) right++;
      expect(kill(process.pid, 1_000)).toBe(-1);
      if (ffi.lastError() === EINVAL) right++;
    }
    expect(right).toBeGreaterThanOrEqual(1_998);
  });

  test('finds no function that is not there', () => {
    expect(() => functions().declare('no_such_function_here', 'i32', [])()).toThrow();
  });
});
