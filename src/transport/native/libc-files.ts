import type { Ffi } from './ffi.ts';

/** The C library's own functions for files. */
export interface LibcFiles {
  /** @returns the descriptor, or the errno of this very call, negative as libuv has it */
  open(path: string, flags: number): number;
  close(fd: number): void;
  /** @returns the file's mode, with its type, and its device number; or errno, negative */
  stat(fd: number): { readonly mode: number; readonly major: number; readonly minor: number } | number;
}

/** fcntl.h; the same on every architecture that Bun runs on. */
const O_CLOEXEC = 0x80000;
const AT_EMPTY_PATH = 0x1000;
/** linux/stat.h: STATX_BASIC_STATS, and where `struct statx` has what we need. It is the same on every architecture. */
const BASIC_STATS = 0x7ff;
const STATX_BYTES = 256;
const MODE_AT = 28;
const RDEV_MAJOR_AT = 128;
const RDEV_MINOR_AT = 132;

const NO_PATH = Uint8Array.of(0);

/** @throws Error where the C library has no statx (musl before 1.2.5) */
export function loadLibcFiles(ffi: Ffi): LibcFiles {
  const library = ffi.open(null);
  const open = library.declare('open', 'i32', ['bytes', 'i32']);
  const close = library.declare('close', 'i32', ['i32']);
  const statx = library.declare('statx', 'i32', ['i32', 'bytes', 'i32', 'u32', 'bytes']);
  return {
    open: (path, flags) => {
      const fd = open(Buffer.from(`${path}\0`), flags | O_CLOEXEC);
      return fd < 0 ? -ffi.lastError() : fd;
    },
    close: (fd) => {
      close(fd);
    },
    stat: (fd) => {
      const memory = Buffer.alloc(STATX_BYTES);
      if (statx(fd, NO_PATH, AT_EMPTY_PATH, BASIC_STATS, memory) < 0) return -ffi.lastError();
      return {
        mode: memory.readUInt16LE(MODE_AT),
        major: memory.readUInt32LE(RDEV_MAJOR_AT),
        minor: memory.readUInt32LE(RDEV_MINOR_AT),
      };
    },
  };
}
