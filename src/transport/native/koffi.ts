import { FfiName } from '../ffi-name.ts';
import { checkedCall, type RawFunction } from './checked-call.ts';
import type { CParameter, CResult, Ffi, NativeLibrary } from './ffi.ts';
import { lastErrorOf } from './last-error.ts';
import { packages } from './packages.ts';

interface Koffi {
  load(path: string | null): { func(name: string, result: string, parameters: readonly string[]): RawFunction };
  address(memory: Uint8Array): bigint;
  view(address: bigint, lengthBytes: number): ArrayBuffer;
  sizeof(type: string): number;
  errno(): number;
}

const TYPES: Record<CParameter | CResult, string> = {
  i32: 'int32_t',
  u32: 'uint32_t',
  i64: 'int64_t',
  usize: 'size_t',
  bytes: 'void *',
  address: 'uintptr_t',
};

/**
 * The package koffi, for Node. Only its synchronous calls: after an asynchronous one the error code is 0, since another
 * thread made the call.
 */
export function koffiBackend(): Ffi {
  const koffi = packages.koffi() as Koffi;
  const open = (name: string | null): NativeLibrary => {
    const library = koffi.load(name);
    return {
      declare: (name, result, parameters) => {
        const types = parameters.map((type) => TYPES[type]);
        return checkedCall({ name, result, parameters }, library.func(name, TYPES[result], types), 'bigint');
      },
    };
  };
  return {
    name: FfiName.koffi,
    pointerBytes: koffi.sizeof('void *') === 4 ? 4 : 8,
    open,
    addressOf: (memory) => koffi.address(memory),
    memoryAt: (address, lengthBytes) => new Uint8Array(koffi.view(address, lengthBytes)),
    lastError: lastErrorOf(open, () => () => koffi.errno()),
  };
}
