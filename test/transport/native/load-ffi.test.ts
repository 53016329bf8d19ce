import { afterEach, describe, expect, test } from '@jest/globals';
import type { FfiName } from '../../../src/transport/ffi-name.ts';
import type { Ffi } from '../../../src/transport/native/ffi.ts';
import { chooseFfi, loadFfi, type Runtime } from '../../../src/transport/native/load-ffi.ts';
import { selfTest } from '../../../src/transport/native/self-test.ts';
import type { TransportError } from '../../../src/transport/transport-error.ts';

const node: Runtime = { name: 'Node.js v20.20.2', backends: ['koffi', 'node:ffi', 'ffi-napi'] };
const named = (name: FfiName): Ffi => ({ name }) as Ffi;
const failing = (message: string, code?: string): Error => Object.assign(new Error(message), { code });

function refusal(
  runtime: Runtime,
  wanted: string | undefined,
  causes: Partial<Record<FfiName, unknown>>,
): TransportError {
  try {
    chooseFfi(runtime, wanted, (name) => {
      throw causes[name];
    });
  } catch (error) {
    return error as TransportError;
  }
  throw new Error('it was not refused');
}

describe('the choice', () => {
  test('is the first that loads', () => {
    const tried: FfiName[] = [];
    const chosen = chooseFfi(node, undefined, (name) => {
      tried.push(name);
      if (name === 'koffi') throw failing('not here');
      return named(name);
    });
    expect([chosen.name, ...tried]).toEqual(['node:ffi', 'koffi', 'node:ffi']);
  });

  test('is the one that is named, and no other', () => {
    expect(chooseFfi(node, 'ffi-napi', named).name).toBe('ffi-napi');
    const { message } = refusal(node, 'ffi-napi', { 'ffi-napi': failing('no', 'MODULE_NOT_FOUND') });
    expect(message).toMatch(
      /ffi-napi, which .* names, cannot be used: the package is not installed\. Install .*ref-napi/,
    );
    expect(message).not.toMatch(/koffi:/);
  });

  test('is refused by a name that this runtime does not have, with those that it has', () => {
    const bun: Runtime = { name: 'Bun 1.4.5', backends: ['bun:ffi'] };
    expect(refusal(bun, 'ffi-napi', {}).message).toMatch(
      /Bun 1\.4\.5 has no foreign function interface 'ffi-napi'\. DISCWRIGHT_FFI, or the option ffi, can be bun:ffi/,
    );
  });
});

describe('when nothing works, the error says why of each, and what to do', () => {
  test('nothing is installed', () => {
    const missing = failing('Cannot find module', 'MODULE_NOT_FOUND');
    const error = refusal(node, undefined, {
      koffi: missing,
      'node:ffi': failing('No such built-in module: node:ffi', 'ERR_UNKNOWN_BUILTIN_MODULE'),
      'ffi-napi': missing,
    });
    expect(error).toMatchObject({ name: 'TransportError', kind: 'unsupported' });
    expect(error.message).toMatch(/Node\.js v20\.20\.2/);
    expect(error.message).toMatch(
      /koffi: the package is not installed; node:ffi: built into Node\.js 26 and later; ffi-napi: the/,
    );
    expect(error.remedy).toMatch(/npm install koffi.*sim: and replay:/);
  });

  test('Node is started with --permission', () => {
    const { remedy, reason } = refusal({ ...node, backends: ['koffi', 'node:ffi'] }, undefined, {
      koffi: failing('Cannot load native addon because loading addons is disabled.', 'ERR_DLOPEN_DISABLED'),
      'node:ffi': failing('Access to this API has been restricted.', 'ERR_ACCESS_DENIED'),
    });
    expect(reason).toMatch(/koffi: not permitted; node:ffi: not permitted/);
    expect(remedy).toMatch(/--allow-worker/);
  });

  test('Deno is started without permission', () => {
    const cause = Object.assign(new Error('Requires ffi access'), { name: 'NotCapable' });
    const { remedy } = refusal({ name: 'Deno 2.9.6', backends: ['Deno.dlopen'] }, undefined, { 'Deno.dlopen': cause });
    expect(remedy).toMatch(/Deno with -A/);
  });

  test('a self-test fails', () => {
    const { reason } = refusal({ ...node, backends: ['koffi'] }, undefined, {
      koffi: failing('a call that fails left errno 0'),
    });
    expect(reason).toMatch(/koffi: a call that fails left errno 0/);
  });
});

describe('DISCWRIGHT_FFI', () => {
  const before = process.env['DISCWRIGHT_FFI'];
  afterEach(() => {
    if (before === undefined) delete process.env['DISCWRIGHT_FFI'];
    else process.env['DISCWRIGHT_FFI'] = before;
  });

  test('chooses', () => {
    process.env['DISCWRIGHT_FFI'] = 'ffi-napi';
    expect(loadFfi().name).toBe('ffi-napi');
  });

  test('is refused with a name that does not exist, and counts as not set when it is empty', () => {
    process.env['DISCWRIGHT_FFI'] = 'dlopen';
    expect(() => loadFfi()).toThrow(/no foreign function interface 'dlopen'/);
    process.env['DISCWRIGHT_FFI'] = '';
    expect(node.backends).toContain(loadFfi().name);
  });
});

describe('the self-test', () => {
  const works = loadFfi('ffi-napi');
  const linux = process.platform === 'linux';
  /** A backend that declares functions in another way. */
  const changed = (
    declare: (real: (...values: never[]) => unknown, name: string) => (...values: never[]) => unknown,
  ): Ffi => ({
    ...works,
    open: (library) => {
      const real = works.open(library);
      return {
        declare: ((name: string, ...signature: [never, never]) =>
          declare(real.declare(name, ...signature), name)) as never,
      };
    },
  });

  test('is passed by what works', () => {
    expect(() => selfTest(works)).not.toThrow();
  });

  test('catches signatures that are ignored: every call returns undefined', () => {
    expect(() => selfTest(changed(() => () => undefined))).toThrow('a call that fails returned undefined');
  });

  (linux ? test : test.skip)('catches an error code that is lost, or of another call', () => {
    for (const lost of [0, 2])
      expect(() => selfTest({ ...works, lastError: () => lost })).toThrow(`left errno ${lost}`);
  });

  test('catches bytes that arrive in another place, or not at all', () => {
    const elsewhere = changed((real, name) =>
      name === 'memmove'
        ? (target: Uint8Array, ...rest: never[]) =>
            (real as (...values: unknown[]) => unknown)(target.subarray(1), ...rest)
        : real,
    );
    expect(() => selfTest(elsewhere)).toThrow('memory is not at the address');
    const nowhere = changed((real, name) => (name === 'memmove' ? (target: never) => works.addressOf(target) : real));
    expect(() => selfTest(nowhere)).toThrow('bytes arrived in another place');
  });

  test('catches an address that is not the one that a function gets', () => {
    expect(() => selfTest({ ...works, addressOf: (memory) => works.addressOf(memory) + 1n })).toThrow(
      'memory is not at',
    );
  });
});
