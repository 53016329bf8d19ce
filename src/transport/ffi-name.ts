/**
 * What calls the system's functions for a real drive: a package, or what is built into the runtime. `DISCWRIGHT_FFI` has one of
 * these names.
 */
export const FfiName = {
  koffi: 'koffi',
  nodeFfi: 'node:ffi',
  ffiNapi: 'ffi-napi',
  bunFfi: 'bun:ffi',
  denoDlopen: 'Deno.dlopen',
} as const;
/** The name of a foreign function interface. */
export type FfiName = (typeof FfiName)[keyof typeof FfiName];
