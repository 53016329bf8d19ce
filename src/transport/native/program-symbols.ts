/** Names of the C library: glibc's, then musl's by the machine's architecture. */
const MUSL_ARCHITECTURE: Readonly<Record<string, string>> = { x64: 'x86_64', arm64: 'aarch64' };

/** Names under which a runtime may load the C library of this system. */
export function cLibraryNames(): readonly string[] {
  return ['libc.so.6', `libc.musl-${MUSL_ARCHITECTURE[process.arch] ?? process.arch}.so.1`];
}

/** The first name with which `load` does not throw. @throws what the first one threw, when all do */
export function firstLoaded<Library>(names: readonly string[], load: (name: string) => Library): Library {
  let first: unknown;
  for (const name of names) {
    try {
      return load(name);
    } catch (error) {
      first ??= error;
    }
  }
  throw first;
}

/** The name of a function for dlsym. */
export function symbolName(name: string): Uint8Array {
  return Buffer.from(`${name}\0`, 'latin1');
}

export function missingSymbol(name: string): Error {
  return new Error(`the running program has no function ${name}`);
}
