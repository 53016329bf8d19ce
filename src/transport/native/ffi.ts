import { createRequire } from 'node:module';
import { TransportError } from '../transport-error.ts';

/** A C type by its name in ref-napi (`int`, `size_t`), or a described one such as {@link byteArray}. */
export type CType = string | object;

type ForeignFunction = (...values: unknown[]) => unknown;

interface FfiModule {
  Library(
    name: string | null,
    functions: Record<string, readonly [result: string, parameters: readonly string[]]>,
  ): Record<string, ForeignFunction>;
  errno(): number;
}

interface RefModule {
  address(memory: Buffer): number;
  readPointer(pointer: Buffer, offset: number, lengthBytes: number): Buffer;
  readonly sizeof: { readonly pointer: number };
}

export interface StructType {
  readonly size: number;
  readonly fields: Readonly<Record<string, { readonly offset: number }>>;
  /** Over the memory given, without copying it. */
  new (memory: Buffer): Record<string, unknown>;
}

/** The foreign function interface: only this folder knows which packages provide it. */
export interface Ffi {
  readonly ffi: FfiModule;
  readonly pointerBytes: number;
  /** Declares a C struct by its fields in order; offsets, padding and size follow the platform's C rules. */
  struct(fields: Readonly<Record<string, CType>>): StructType;
  /**
   * The memory's address. Written into a struct as a number it keeps nothing alive: keep a reference to the memory until the
   * call is over. (ref-napi's own pointer fields pin everything ever written to them until the struct itself is collected.)
   */
  addressOf(memory: Uint8Array): number;
  /** The memory that a pointer, given as its bytes, points to. Only its owner keeps it alive. */
  memoryAt(pointer: Uint8Array, lengthBytes: number): Uint8Array;
}

let loaded: Ffi | undefined;

/**
 * Loads the native packages, which happens when a drive is opened and never on import. Must have been called in the main
 * thread before a worker thread calls it: otherwise the process crashes when that thread ends (measured on Node 20, 22, 24).
 * @throws TransportError `unsupported` when they are missing or were not built for this platform
 */
export function loadFfi(): Ffi {
  loaded ??= load();
  return loaded;
}

function load(): Ffi {
  const ffi = needed('ffi-napi', () => require('ffi-napi')) as FfiModule;
  const ref = needed('ref-napi', () => require('ref-napi')) as RefModule;
  const struct = needed('ref-struct-di', () => require('ref-struct-di')) as (
    ref: RefModule,
  ) => (fields: object) => StructType;
  return {
    ffi,
    struct: struct(ref),
    pointerBytes: ref.sizeof.pointer,
    addressOf: (memory) => ref.address(Buffer.from(memory.buffer, memory.byteOffset, memory.byteLength)),
    // Not ref.reinterpret: on a returned pointer it throws ERR_BUFFER_OUT_OF_BOUNDS (measured).
    memoryAt: (pointer, lengthBytes) =>
      ref.readPointer(Buffer.from(pointer.buffer, pointer.byteOffset, pointer.byteLength), 0, lengthBytes),
  };
}

const require = createRequire(import.meta.url);

/** They are optional dependencies: npm leaves them out where they cannot be built, so that everything else installs. */
function needed(name: string, load: () => unknown): unknown {
  try {
    return load();
  } catch (cause) {
    const missing = (cause as { readonly code?: unknown }).code === 'MODULE_NOT_FOUND';
    throw new TransportError({
      kind: 'unsupported',
      path: `${process.platform}-${process.arch}`,
      operation: `load ${name}`,
      reason: missing
        ? `the native package ${name}, which reaches real drives, is not installed`
        : `the native package ${name}, which reaches real drives, could not be loaded on Node ${process.version}`,
      remedy: missing
        ? 'Install discwright again with its optional dependencies (`npm install --include=optional`; a C++ compiler and Python are ' +
          'needed where no prebuilt binary fits), or work without a drive: sim: and replay: need nothing native'
        : 'Run `npm rebuild ffi-napi ref-napi` (a C++ compiler is needed where no prebuilt binary fits), or work without a drive: ' +
          'sim: and replay: need nothing native',
      cause,
    });
  }
}

/** `unsigned char name[length]` inside a struct, read as a copy and written from any bytes that fit. */
export function byteArray(length: number): CType {
  return {
    name: `uchar[${length}]`,
    size: length,
    alignment: 1,
    indirection: 1,
    get: (memory: Buffer, offset: number): Uint8Array =>
      Uint8Array.prototype.slice.call(memory, offset, offset + length),
    set: (memory: Buffer, offset: number, value: Uint8Array): void => {
      if (value.byteLength > length) throw new RangeError(`${value.byteLength} bytes do not fit into ${length}`);
      memory.fill(0, offset, offset + length).set(value, offset);
    },
  };
}
