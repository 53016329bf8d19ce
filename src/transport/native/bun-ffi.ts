import { FfiName } from '../ffi-name.ts';
import { checkedCall, type RawFunction } from './checked-call.ts';
import type { CParameter, CResult, Ffi, NativeLibrary } from './ffi.ts';
import { lastErrorOf } from './last-error.ts';
import { packages } from './packages.ts';
import { cLibraryNames, firstLoaded, missingSymbol, symbolName } from './program-symbols.ts';

interface Declaration {
  readonly returns: string;
  readonly args: readonly string[];
}

interface BunFfi {
  dlopen(name: string, functions: Record<string, Declaration>): { readonly symbols: Record<string, RawFunction> };
  CFunction(declaration: Declaration & { readonly ptr: number }): RawFunction;
  ptr(memory: Uint8Array): number;
  toArrayBuffer(address: number, offset: number, lengthBytes: number): ArrayBuffer;
  readonly read: { i32(address: number, offset: number): number };
}

const TYPES: Record<CParameter | CResult, string> = {
  i32: 'i32',
  u32: 'u32',
  i64: 'i64',
  usize: 'u64',
  bytes: 'ptr',
  address: 'u64',
};

/** The module bun:ffi, built into Bun. */
export function bunFfiBackend(): Ffi {
  const ffi = packages.bunFfi() as BunFfi;
  const open = (library: string | null): NativeLibrary => {
    const find = library === null ? inProgram(ffi) : undefined;
    return {
      declare: (name, result, parameters) => {
        const declaration = { returns: TYPES[result], args: parameters.map((type) => TYPES[type]) };
        const raw =
          find === undefined
            ? (ffi.dlopen(library as string, { [name]: declaration }).symbols[name] as RawFunction)
            : ffi.CFunction({ ...declaration, ptr: find(name) });
        return checkedCall({ name, result, parameters }, raw, 'bigint');
      },
    };
  };
  return {
    name: FfiName.bunFfi,
    pointerBytes: 8,
    open,
    addressOf: (memory) => BigInt(ffi.ptr(memory)),
    memoryAt: (address, lengthBytes) => new Uint8Array(ffi.toArrayBuffer(Number(address), 0, lengthBytes)),
    lastError: lastErrorOf(open, () => {
      const place = Number(open(null).declare('__errno_location', 'address', [])());
      return () => ffi.read.i32(place, 0);
    }),
  };
}

/** Bun cannot open the running program (1.4.5: "Expected string"), so the C library is asked for its functions. */
function inProgram(ffi: BunFfi): (name: string) => number {
  const declaration = { returns: 'ptr', args: ['ptr', 'ptr'] };
  const { symbols } = firstLoaded(cLibraryNames(), (name) => ffi.dlopen(name, { dlsym: declaration }));
  const dlsym = symbols['dlsym'] as unknown as (handle: null, name: Uint8Array) => number | null;
  return (name) => {
    const address = dlsym(null, symbolName(name));
    if (!address) throw missingSymbol(name);
    return address;
  };
}
