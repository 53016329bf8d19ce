import type { FfiName } from '../ffi-name.ts';

/** `i64` and `usize` are given as numbers or bigints. `bytes` is the address of this memory; null is a null pointer. */
export type CParameter = 'i32' | 'u32' | 'i64' | 'usize' | 'bytes';
/** `i64` and `address` are returned as bigints. */
export type CResult = 'i32' | 'u32' | 'i64' | 'address';
export type CValue = number | bigint | Uint8Array | null;

/**
 * Calls a function and waits for it.
 * @throws TypeError, RangeError before the call, when the arguments do not fit the declaration
 */
export type ForeignFunction<Result extends CResult = CResult> = (
  ...values: CValue[]
) => Result extends 'i64' | 'address' ? bigint : number;

export interface NativeLibrary {
  /** @throws Error when the library has no such function */
  declare<Result extends CResult>(
    name: string,
    result: Result,
    parameters: readonly CParameter[],
  ): ForeignFunction<Result>;
}

/** A foreign function interface: the little of it that a drive needs. One file of this folder for each {@link FfiName}. */
export interface Ffi {
  readonly name: FfiName;
  readonly pointerBytes: 4 | 8;
  /**
   * @param library its name; null is the running program with all that it has loaded, so that a preloaded library takes
   *   effect. It is loaded until the process ends
   */
  open(library: string | null): NativeLibrary;
  /**
   * The memory's address. Written into a struct it keeps nothing alive: keep a reference to the memory until the call is over.
   */
  addressOf(memory: Uint8Array): bigint;
  /** The memory at an address. Only its owner keeps it alive. */
  memoryAt(address: bigint, lengthBytes: number): Uint8Array;
  /**
   * The error code of the preceding call in this thread: errno, on Windows GetLastError. Ask at once: even a line of a log
   * in between clears it (measured with ffi-napi and koffi).
   */
  lastError(): number;
}
