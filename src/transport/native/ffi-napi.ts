import { endianness } from 'node:os';
import { FfiName } from '../ffi-name.ts';
import { checkedCall, type RawFunction } from './checked-call.ts';
import type { CParameter, CResult, Ffi, NativeLibrary } from './ffi.ts';
import { type CallParts, preparedCall } from './ffi-napi-call.ts';
import { lastErrorOf } from './last-error.ts';
import { packages } from './packages.ts';

interface FfiModule {
  Library(
    name: string | null,
    functions: Record<string, readonly [result: string, parameters: readonly string[]]>,
  ): Record<string, RawFunction>;
  errno(): number;
  readonly CIF: CallParts['CIF'];
  readonly DynamicLibrary: CallParts['DynamicLibrary'] & { readonly FLAGS: { readonly RTLD_NOW: number } };
}

interface RefModule {
  coerceType(name: string): unknown;
  address(memory: Buffer): number;
  readPointer(pointer: Buffer, offset: number, lengthBytes: number): Buffer;
  readonly sizeof: { readonly pointer: number };
}

const TYPES: Record<CParameter | CResult, string> = {
  i32: 'int32',
  u32: 'uint32',
  i64: 'int64',
  usize: 'size_t',
  bytes: 'pointer',
  address: 'size_t',
};

const ADDRESS_BYTES = 8;

const bufferOver = (memory: Uint8Array): Buffer => Buffer.from(memory.buffer, memory.byteOffset, memory.byteLength);

/**
 * The packages ffi-napi and ref-napi, for Node. Must have been loaded in the main thread before a worker thread loads them:
 * otherwise the process crashes when that thread ends (measured on Node 20, 22, 24). Only synchronous calls: after an
 * asynchronous one errno was always 0, after a synchronous one right in all but 1 of 1,240,000 that failed (Node 24, measured): V8 can
 * change it on the way.
 */
export function ffiNapiBackend(): Ffi {
  const ffi = packages.ffiNapi() as FfiModule;
  const ref = packages.refNapi() as RefModule;
  const addressOf: Ffi['addressOf'] = (memory) => BigInt(ref.address(bufferOver(memory)));
  const parts = callParts(ffi, ref, addressOf);
  const open = (name: string | null): NativeLibrary => ({
    declare: (called, result, parameters) => {
      if (parts !== undefined) {
        const raw = preparedCall(name, { called, result, parameters }, TYPES, parts);
        return checkedCall({ name: called, result, parameters }, raw, 'bigint');
      }
      const types = parameters.map((type) => TYPES[type]);
      const raw = ffi.Library(name, { [called]: [TYPES[result], types] })[called] as RawFunction;
      const takesBuffers: RawFunction = (...values: unknown[]) =>
        (raw as (...values: unknown[]) => unknown)(
          ...values.map((value) => (value instanceof Uint8Array ? bufferOver(value) : value)),
        );
      return checkedCall({ name: called, result, parameters }, takesBuffers, 'number');
    },
  });
  return {
    name: FfiName.ffiNapi,
    pointerBytes: ref.sizeof.pointer === 4 ? 4 : 8,
    open,
    addressOf,
    // Not ref.reinterpret: on a returned pointer it throws ERR_BUFFER_OUT_OF_BOUNDS (measured).
    memoryAt: (address, lengthBytes) => {
      const pointer = Buffer.alloc(ADDRESS_BYTES);
      if (endianness() === 'LE') pointer.writeBigUInt64LE(address);
      else pointer.writeBigUInt64BE(address);
      return ref.readPointer(pointer, 0, lengthBytes);
    },
    lastError: lastErrorOf(open, () => () => ffi.errno()),
  };
}

/** Undefined in a version of the package that is divided in another way: then it makes its own, slower calls. */
function callParts(ffi: FfiModule, ref: RefModule, addressOf: Ffi['addressOf']): CallParts | undefined {
  let bindings: { readonly ffi_call?: CallParts['ffiCall'] };
  try {
    bindings = packages.ffiNapiBindings() as typeof bindings;
  } catch {
    return undefined;
  }
  const { ffi_call: ffiCall } = bindings;
  const { CIF, DynamicLibrary } = ffi;
  if (typeof ffiCall !== 'function' || CIF === undefined || DynamicLibrary === undefined) return undefined;
  return {
    CIF,
    DynamicLibrary,
    loadMode: DynamicLibrary.FLAGS.RTLD_NOW,
    ffiCall,
    coerceType: (name) => ref.coerceType(name),
    addressOf,
    pointerBytes: ref.sizeof.pointer === 4 ? 4 : 8,
  };
}
