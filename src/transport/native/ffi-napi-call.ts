import { endianness } from 'node:os';
import type { RawFunction } from './checked-call.ts';
import type { CParameter, CResult } from './ffi.ts';

/** What ffi-napi's own calls are made of. `ffi_call` is in `lib/bindings.js`, which is not documented but the same since 2.0. */
export interface CallParts {
  CIF(result: unknown, parameters: readonly unknown[]): Buffer;
  DynamicLibrary: new (name: string | null, mode: number) => { get(symbol: string): Buffer };
  readonly loadMode: number;
  ffiCall(cif: Buffer, called: Buffer, result: Buffer, parameters: Buffer): void;
  coerceType(name: string): unknown;
  addressOf(memory: Uint8Array): bigint;
  readonly pointerBytes: 4 | 8;
}

/** Every argument and the result have room for the widest. */
const ROOM_BYTES = 8;
const little = endianness() === 'LE';

/**
 * Calls a function with memory for its arguments that is allocated once. ffi-napi's own functions allocate it for every call,
 * which takes 14 times as long (22 µs of CPU time against 1.6, measured) and leaves garbage. A call is over before the next
 * one of its thread begins, so that they can share it.
 */
export function preparedCall(
  library: string | null,
  { called, result, parameters }: { called: string; result: CResult; parameters: readonly CParameter[] },
  types: Record<CParameter | CResult, string>,
  parts: CallParts,
): RawFunction {
  const { pointerBytes } = parts;
  const symbol = new parts.DynamicLibrary(library, parts.loadMode).get(called);
  const cif = parts.CIF(
    parts.coerceType(types[result]),
    parameters.map((type) => parts.coerceType(types[type])),
  );
  const values = new DataView(new ArrayBuffer(parameters.length * ROOM_BYTES));
  const places = Buffer.alloc(parameters.length * pointerBytes);
  const write = writers(values, parts);
  const first = parameters.length === 0 ? 0n : parts.addressOf(new Uint8Array(values.buffer));
  const writePlaces = writers(new DataView(places.buffer, places.byteOffset, places.byteLength), parts);
  for (const index of parameters.keys()) writePlaces.usize(index * pointerBytes, first + BigInt(index * ROOM_BYTES));
  const returned = Buffer.alloc(ROOM_BYTES);
  const view = new DataView(returned.buffer, returned.byteOffset, ROOM_BYTES);
  const read = readerOf(result, view, pointerBytes);
  return ((...given: unknown[]) => {
    for (let index = 0; index < parameters.length; index++) {
      write[parameters[index] as CParameter](index * ROOM_BYTES, given[index] as never);
    }
    parts.ffiCall(cif, symbol, returned, places);
    return read();
  }) as RawFunction;
}

/** How an argument of each type is put at an offset. {@link checkedCall} has checked that it fits. */
function writers(view: DataView, { addressOf, pointerBytes }: CallParts) {
  const writeAddress = (offset: number, address: number | bigint): void => {
    if (pointerBytes === 4) view.setUint32(offset, Number(address), little);
    else view.setBigUint64(offset, BigInt(address), little);
  };
  return {
    i32: (offset: number, value: number) => view.setInt32(offset, value, little),
    u32: (offset: number, value: number) => view.setUint32(offset, value, little),
    i64: (offset: number, value: bigint) => view.setBigInt64(offset, value, little),
    usize: writeAddress,
    bytes: (offset: number, value: Uint8Array | null) => writeAddress(offset, value === null ? 0n : addressOf(value)),
  } satisfies Record<CParameter, (offset: number, value: never) => void>;
}

/** libffi widens a result that is narrower than a register to the whole of it, `ffi_arg`. */
function readerOf(result: CResult, view: DataView, pointerBytes: 4 | 8): () => number | bigint {
  const low = little || pointerBytes === 4 ? 0 : 4;
  switch (result) {
    case 'i32':
      return () => view.getInt32(low, little);
    case 'u32':
      return () => view.getUint32(low, little);
    case 'i64':
      return () => view.getBigInt64(0, little);
    case 'address':
      return () => (pointerBytes === 4 ? BigInt(view.getUint32(0, little)) : view.getBigUint64(0, little));
  }
}
