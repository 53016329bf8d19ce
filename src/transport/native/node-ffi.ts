import { FfiName } from '../ffi-name.ts';
import { checkedCall, type RawFunction } from './checked-call.ts';
import type { CParameter, CResult, Ffi, NativeLibrary } from './ffi.ts';
import { lastErrorOf } from './last-error.ts';
import { packages } from './packages.ts';

interface NodeFfi {
  DynamicLibrary: new (
    path: string | null,
  ) => {
    getFunction(name: string, signature: { return: string; arguments: readonly string[] }): RawFunction;
  };
  getRawPointer(memory: Uint8Array): bigint;
  toBuffer(address: bigint, lengthBytes: number, copy: boolean): Buffer;
  getInt32(address: bigint, offset: number): number;
}

const TYPES: Record<CParameter | CResult, string> = {
  i32: 'int32',
  u32: 'uint32',
  i64: 'int64',
  usize: 'uint64',
  bytes: 'buffer',
  address: 'uint64',
};

/** The module node:ffi, built into Node 26: for 64-bit processes, where size_t has 64 bits. */
export function nodeFfiBackend(): Ffi {
  const ffi = packages.nodeFfi() as NodeFfi;
  const open = (name: string | null): NativeLibrary => {
    const library = new ffi.DynamicLibrary(name);
    return {
      declare: (name, result, parameters) => {
        const signature = { return: TYPES[result], arguments: parameters.map((type) => TYPES[type]) };
        return checkedCall({ name, result, parameters }, library.getFunction(name, signature), 'bigint');
      },
    };
  };
  return {
    name: FfiName.nodeFfi,
    pointerBytes: 8,
    open,
    addressOf: (memory) => ffi.getRawPointer(memory),
    memoryAt: (address, lengthBytes) => ffi.toBuffer(address, lengthBytes, false),
    lastError: lastErrorOf(open, () => {
      const place = open(null).declare('__errno_location', 'address', [])();
      return () => ffi.getInt32(place, 0);
    }),
  };
}
