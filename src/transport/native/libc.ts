import type { Ffi } from './ffi.ts';

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
/** With this one, PWR, Bun 1.4.5 stops its threads to collect garbage: it hangs for ever when one blocks it (measured). */
const STOPS_THREADS = [30];
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

export function loadLibc(ffi: Ffi): Libc {
  // The running program itself, not libc.so.6 by name: musl has none, and a preloaded library must take effect.
  const library = ffi.open(null);
  // ioctl is variadic: as a plain call its arguments are where it looks for them on Linux, x64 and arm64 and all 32-bit
  // machines too, but not in macOS on arm64, which puts them on the stack. The request has 32 bits for the kernel.
  const ioctl = library.declare('ioctl', 'i32', ['i32', 'u32', 'bytes']);
  const flock = library.declare('flock', 'i32', ['i32', 'i32']);
  const sigmask = library.declare('pthread_sigmask', 'i32', ['i32', 'bytes', 'bytes']);
  return {
    ioctl: (fd, request, argument) => (ioctl(fd, request, argument) < 0 ? ffi.lastError() : 0),
    flock: (fd, operation) => (flock(fd, operation) < 0 ? ffi.lastError() : 0),
    blockSignals: () => {
      sigmask(SIG_BLOCK, everySignalBut([...FAULTS, ...STOPS_THREADS]), Buffer.alloc(SIGSET_BYTES));
    },
  };
}
