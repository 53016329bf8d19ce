import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** What provides FFI, loaded when it is needed: the packages are optional, and the rest is built into one runtime only. */
export const packages = {
  koffi: (): unknown => require('koffi'),
  ffiNapi: (): unknown => require('ffi-napi'),
  ffiNapiBindings: (): unknown => require('ffi-napi/lib/bindings.js'),
  refNapi: (): unknown => require('ref-napi'),
  nodeFfi: (): unknown => withoutFfiNotice(() => require('node:ffi')),
  bunFfi: (): unknown => require('bun:ffi'),
};

/**
 * node:ffi says on standard error that it is experimental, which is nothing that a user of this package can act on. Any
 * other warning is passed on.
 */
export function withoutFfiNotice<Value>(load: () => Value): Value {
  const { emitWarning } = process;
  process.emitWarning = ((...given: unknown[]) => {
    const [warning, type] = given;
    if (type === 'ExperimentalWarning' && /\bFFI\b/.test(String(warning))) return;
    Reflect.apply(emitWarning, process, given);
  }) as typeof emitWarning;
  try {
    return load();
  } finally {
    process.emitWarning = emitWarning;
  }
}
