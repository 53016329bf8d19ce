import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { FfiName } from '../ffi-name.ts';
import type { Ffi } from '../native/ffi.ts';
import { type LibcFiles, loadLibcFiles } from '../native/libc-files.ts';
import { permissionRemedy } from '../permission.ts';
import { TransportError } from '../transport-error.ts';
import { errnoOf } from './errno.ts';

export interface DeviceNode {
  readonly type: 'block' | 'character' | 'other';
  readonly major: number;
  readonly minor: number;
}

/** A system call's result: its errno when it failed. */
export type Attempt<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly errno: number };

/** How a device node is opened, examined and closed. */
export interface NodeFiles {
  open(path: string, flags: number): Attempt<number>;
  close(fd: number): void;
  stat(fd: number): DeviceNode;
}

/**
 * Node's own open sets O_CLOEXEC, keeps errno in the error, and closes what a dying worker leaves open. Bun's passes the C
 * library by, so that a preloaded library would see the ioctl of a node that it has not opened.
 */
export function nodeFiles(ffi: Ffi): NodeFiles {
  if (ffi.name !== FfiName.bunFfi) return FILES_OF_NODE;
  try {
    return filesOfLibc(loadLibcFiles(ffi));
  } catch {
    return FILES_OF_NODE;
  }
}

const FILES_OF_NODE: NodeFiles = {
  open: (path, flags) => {
    try {
      return { ok: true, value: openSync(path, flags) };
    } catch (error) {
      const errno = errnoOf(error);
      if (errno === undefined) throw refusedByRuntime(path, error);
      return { ok: false, errno };
    }
  },
  close: (fd) => closeSync(fd),
  stat: (fd) => {
    const stats = fstatSync(fd, { bigint: true });
    return {
      type: stats.isBlockDevice() ? 'block' : stats.isCharacterDevice() ? 'character' : 'other',
      ...deviceNumbers(stats.rdev),
    };
  },
};

function refusedByRuntime(path: string, cause: unknown): unknown {
  const remedy = permissionRemedy(cause);
  if (remedy === undefined) return cause;
  return new TransportError({ kind: 'denied', path, operation: 'open', reason: 'not permitted', remedy, cause });
}

function filesOfLibc(libc: LibcFiles): NodeFiles {
  return {
    open: (path, flags) => {
      const fd = libc.open(path, flags);
      return fd < 0 ? { ok: false, errno: -fd } : { ok: true, value: fd };
    },
    close: libc.close,
    stat: (fd) => {
      const found = libc.stat(fd);
      if (typeof found === 'number') return { type: 'other', major: 0, minor: 0 };
      const { mode, major, minor } = found;
      const kind = mode & constants.S_IFMT;
      const type = kind === constants.S_IFBLK ? 'block' : kind === constants.S_IFCHR ? 'character' : 'other';
      return { type, major, minor };
    },
  };
}

/** dev_t of glibc and musl, as long as the major number is below 4,096 and the minor one below 1,048,576. */
const MINOR_LOW = 0x0000_00ffn;
const MAJOR = 0x000f_ff00n;
const MINOR_HIGH = 0xfff0_0000n;
/** The weight of a field's lowest bit in dev_t, relative to its weight in the number. */
const MAJOR_UNIT = 0x100n;
const MINOR_HIGH_UNIT = 0x1000n;

export const deviceNumbers = (rdev: bigint): Pick<DeviceNode, 'major' | 'minor'> => ({
  major: Number((rdev & MAJOR) / MAJOR_UNIT),
  minor: Number((rdev & MINOR_LOW) | ((rdev & MINOR_HIGH) / MINOR_HIGH_UNIT)),
});
