import { FfiName } from '../ffi-name.ts';
import { checkedCall, type RawFunction } from './checked-call.ts';
import type { CParameter, CResult, Ffi, NativeLibrary } from './ffi.ts';
import { lastErrorOf } from './last-error.ts';
import { cLibraryNames, firstLoaded, missingSymbol, symbolName } from './program-symbols.ts';

interface Declaration {
  readonly result: string;
  readonly parameters: readonly string[];
}

/** An address of Deno: an object, so that no number can be taken for one. */
type Pointer = { readonly __pointer: never };

interface Deno {
  dlopen(name: string, functions: Record<string, Declaration>): { readonly symbols: Record<string, RawFunction> };
  readonly UnsafeFnPointer: new (pointer: Pointer, declaration: Declaration) => { call(...values: unknown[]): unknown };
  readonly UnsafePointer: {
    of(memory: Uint8Array): Pointer | null;
    value(pointer: Pointer | null): bigint | number;
    create(address: bigint): Pointer;
  };
  readonly UnsafePointerView: new (
    pointer: Pointer,
  ) => { getInt32(offset: number): number; getArrayBuffer(lengthBytes: number): ArrayBuffer };
}

const TYPES: Record<CParameter | CResult, string> = {
  i32: 'i32',
  u32: 'u32',
  i64: 'i64',
  usize: 'usize',
  bytes: 'buffer',
  address: 'usize',
};

/** `Deno.dlopen`. Only synchronous calls: a `nonblocking` one is made by another thread, and its error code is lost. */
export function denoDlopenBackend(): Ffi {
  const { Deno } = globalThis as unknown as { readonly Deno: Deno };
  const open = (library: string | null): NativeLibrary => {
    const find = library === null ? inProgram(Deno) : undefined;
    return {
      declare: (name, result, parameters) => {
        const declaration = { result: TYPES[result], parameters: parameters.map((type) => TYPES[type]) };
        return checkedCall({ name, result, parameters }, rawOf(name, declaration), 'bigint');
      },
    };
    function rawOf(name: string, declaration: Declaration): RawFunction {
      if (find === undefined)
        return Deno.dlopen(library as string, { [name]: declaration }).symbols[name] as RawFunction;
      const callee = new Deno.UnsafeFnPointer(find(name), declaration);
      return (...values) => callee.call(...values);
    }
  };
  return {
    name: FfiName.denoDlopen,
    pointerBytes: 8,
    open,
    addressOf: (memory) => BigInt(Deno.UnsafePointer.value(Deno.UnsafePointer.of(memory))),
    memoryAt: (address, lengthBytes) =>
      new Uint8Array(new Deno.UnsafePointerView(Deno.UnsafePointer.create(address)).getArrayBuffer(lengthBytes)),
    lastError: lastErrorOf(open, () => {
      const place = open(null).declare('__errno_location', 'address', [])();
      const view = new Deno.UnsafePointerView(Deno.UnsafePointer.create(place));
      return () => view.getInt32(0);
    }),
  };
}

/** Deno cannot open the running program (2.9.6 looks for a file "null"), so the C library is asked for its functions. */
function inProgram(deno: Deno): (name: string) => Pointer {
  const declaration = { result: 'pointer', parameters: ['pointer', 'buffer'] };
  const { symbols } = firstLoaded(cLibraryNames(), (name) => deno.dlopen(name, { dlsym: declaration }));
  const dlsym = symbols['dlsym'] as unknown as (handle: null, name: Uint8Array) => Pointer | null;
  return (name) => {
    const address = dlsym(null, symbolName(name));
    if (address === null) throw missingSymbol(name);
    return address;
  };
}
