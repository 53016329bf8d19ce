import { FfiName } from '../ffi-name.ts';
import { permissionRemedy } from '../permission.ts';
import { TransportError } from '../transport-error.ts';
import { bunFfiBackend } from './bun-ffi.ts';
import { denoDlopenBackend } from './deno-dlopen.ts';
import type { Ffi } from './ffi.ts';
import { ffiNapiBackend } from './ffi-napi.ts';
import { koffiBackend } from './koffi.ts';
import { nodeFfiBackend } from './node-ffi.ts';
import { selfTest } from './self-test.ts';

const BACKENDS: Readonly<Record<FfiName, () => Ffi>> = {
  [FfiName.koffi]: koffiBackend,
  [FfiName.nodeFfi]: nodeFfiBackend,
  [FfiName.ffiNapi]: ffiNapiBackend,
  [FfiName.bunFfi]: bunFfiBackend,
  [FfiName.denoDlopen]: denoDlopenBackend,
};

export interface Runtime {
  /** `Node.js v26.12.1` */
  readonly name: string;
  /** What may be tried in it, the fastest first (`npm run test:nodes` measures it). */
  readonly backends: readonly FfiName[];
}

function thisRuntime(): Runtime {
  const { bun, deno } = process.versions as { readonly bun?: string; readonly deno?: string };
  // The packages for Node are not tried elsewhere: ffi-napi ends Bun 1.4.5 and Deno 2.9.6 with a segmentation fault (measured).
  if (bun !== undefined) return { name: `Bun ${bun}`, backends: [FfiName.bunFfi] };
  if (deno !== undefined) return { name: `Deno ${deno}`, backends: [FfiName.denoDlopen] };
  return { name: `Node.js ${process.version}`, backends: [FfiName.koffi, FfiName.nodeFfi, FfiName.ffiNapi] };
}

const loaded = new Map<FfiName, Ffi>();

/**
 * Loads a foreign function interface, which happens when a drive is opened and never on import: the one that is wanted, else
 * the one that `DISCWRIGHT_FFI` names, else the fastest that loads and passes its self-test. The main thread must have called
 * this before a worker thread does: see `ffi-napi.ts`.
 * @throws TransportError `unsupported` that says what is missing
 */
export function loadFfi(wanted: string | undefined = fromEnvironment()): Ffi {
  return chooseFfi(thisRuntime(), wanted, (name) => {
    const ffi = loaded.get(name) ?? tested(BACKENDS[name]());
    loaded.set(name, ffi);
    return ffi;
  });
}

/**
 * What the thread of a drive should load, chosen like that of {@link loadFfi}. Where there is only one candidate, only that thread loads it.
 * @throws TransportError `unsupported`, as {@link loadFfi}
 */
export function ffiForThread(wanted: string | undefined = fromEnvironment()): FfiName {
  const runtime = thisRuntime();
  const [only, ...others] = runtime.backends;
  if (only !== undefined && others.length === 0 && (wanted === undefined || wanted === only)) return only;
  return loadFfi(wanted).name;
}

function tested(ffi: Ffi): Ffi {
  selfTest(ffi);
  return ffi;
}

/**
 * The first that loads, of those that may be tried.
 * @param load throws when it cannot be used
 * @throws TransportError `unsupported`
 */
export function chooseFfi(runtime: Runtime, wanted: string | undefined, load: (name: FfiName) => Ffi): Ffi {
  const candidates = runtime.backends.filter((each) => wanted === undefined || each === wanted);
  if (candidates.length === 0) throw unknownName(wanted ?? '', runtime);
  const failures: Failure[] = [];
  for (const candidate of candidates) {
    try {
      return load(candidate);
    } catch (cause) {
      failures.push({ candidate, cause });
    }
  }
  const [only] = failures;
  throw wanted === undefined || only === undefined ? nothingWorks(runtime.name, failures) : wantedFails(only);
}

interface Failure {
  readonly candidate: FfiName;
  readonly cause: unknown;
}

/** Deno asks, or refuses, before a program reads its environment. */
function fromEnvironment(): string | undefined {
  try {
    const value = process.env['DISCWRIGHT_FFI'];
    return value === '' ? undefined : value;
  } catch {
    return undefined;
  }
}

const OTHERWISE = 'or work without a drive: sim: and replay: need nothing native';
const HERE = `${process.platform}-${process.arch}`;

const unsupported = (reason: string, remedy: string, cause?: unknown): TransportError =>
  new TransportError({ kind: 'unsupported', path: HERE, operation: 'load FFI', reason, remedy, cause });

const unknownName = (wanted: string, { name, backends }: Runtime): TransportError =>
  unsupported(
    `${name} has no foreign function interface '${wanted}'`,
    `DISCWRIGHT_FFI, or the option ffi, can be ${backends.join(' or ')}; or leave it out`,
  );

const FIRST_THAT_WORKS = 'Without a name, the first that works is used';

/** Only what was asked for was tried. */
function wantedFails({ candidate, cause }: Failure): TransportError {
  const reason = `${candidate}, which DISCWRIGHT_FFI or the option ffi names, cannot be used: ${why(candidate, cause)}`;
  const first = permissionRemedy(cause) ?? (isMissing(cause) ? HOW_TO_GET[candidate] : undefined);
  return unsupported(reason, first === undefined ? FIRST_THAT_WORKS : `${first}. ${FIRST_THAT_WORKS}`, cause);
}

const HOW_TO_GET: Readonly<Partial<Record<FfiName, string>>> = {
  [FfiName.koffi]: 'Install it with `npm install koffi`',
  [FfiName.ffiNapi]:
    'Install it with `npm install ffi-napi@npm:@makeomatic/ffi-napi ref-napi@npm:@makeomatic/ref-napi`',
  [FfiName.nodeFfi]: 'Use Node.js 26 or later',
};

function nothingWorks(runtimeName: string, failures: readonly Failure[]): TransportError {
  const reasons = failures.map(({ candidate, cause }) => `${candidate}: ${why(candidate, cause)}`);
  return unsupported(
    `nothing with which ${runtimeName} could call the system, to reach a real drive, works here (${reasons.join('; ')})`,
    remedyFor(failures),
    failures[0]?.cause,
  );
}

const codeOf = (cause: unknown): unknown => (cause as { readonly code?: unknown } | undefined)?.code;

const UNKNOWN_BUILTIN = 'ERR_UNKNOWN_BUILTIN_MODULE';
const NO_PACKAGE = 'MODULE_NOT_FOUND';

const isMissing = (cause: unknown): boolean => [UNKNOWN_BUILTIN, NO_PACKAGE].includes(String(codeOf(cause)));

function why(candidate: FfiName, cause: unknown): string {
  const code = codeOf(cause);
  if (candidate === FfiName.nodeFfi && code === UNKNOWN_BUILTIN) return 'built into Node.js 26 and later';
  if (code === NO_PACKAGE) return 'the package is not installed';
  if (permissionRemedy(cause) !== undefined) return 'not permitted';
  return cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
}

function remedyFor(failures: readonly Failure[]): string {
  for (const { cause } of failures) {
    const permission = permissionRemedy(cause);
    if (permission !== undefined) return `${permission}, ${OTHERWISE}`;
  }
  if (failures.some(({ candidate }) => candidate === FfiName.koffi)) {
    return `Run \`npm install koffi\`, which has binaries for most systems, or use Node.js 26 or later, ${OTHERWISE}`;
  }
  return `Update the runtime, ${OTHERWISE}`;
}
