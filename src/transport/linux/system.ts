import { closeSync, fstatSync, openSync } from 'node:fs';
import { loadFfi } from '../native/ffi.ts';
import { loadLibc } from '../native/libc.ts';
import { errnoOf } from './errno.ts';
import { SG_IO, type SgIoCall, SgIoHeader, type SgIoResult } from './sg-io-header.ts';

export interface DeviceNode {
  readonly type: 'block' | 'character' | 'other';
  readonly major: number;
  readonly minor: number;
}

/** A system call's answer: its errno when it failed. */
export type Attempt<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly errno: number };

/** The system calls an SG_IO device needs. All block. */
export interface LinuxSystem {
  open(path: string, flags: number): Attempt<number>;
  close(fd: number): void;
  stat(fd: number): DeviceNode;
  sgIo(fd: number, call: SgIoCall): Attempt<SgIoResult>;
  /** @returns 0 or errno */
  ioctl(fd: number, request: number, argument: Uint8Array): number;
  /** @returns 0 or errno */
  flock(fd: number, operation: number): number;
  pause(milliseconds: number): void;
  /** Where `/sys` and `/proc` are looked for: '/'. */
  readonly root: string;
}

/**
 * The real system, for the calling thread, whose signals it blocks: sg waits for an answer interruptibly, and a handler
 * installed with SA_RESTART, as Node's are, would make the kernel send the command a second time.
 */
export function linuxSystem(): LinuxSystem {
  const libc = loadLibc();
  const header = new SgIoHeader(loadFfi());
  const napping = new Int32Array(new SharedArrayBuffer(4));
  libc.blockSignals();
  return {
    root: '/',
    open: (path, flags) => {
      try {
        // Node's own open sets O_CLOEXEC, keeps errno in the error, and closes what a dying worker leaves open.
        return { ok: true, value: openSync(path, flags) };
      } catch (error) {
        const errno = errnoOf(error);
        if (errno === undefined) throw error;
        return { ok: false, errno };
      }
    },
    close: (fd) => closeSync(fd),
    stat: (fd) => deviceNode(fd),
    sgIo: (fd, call) => {
      header.write(call);
      const errno = libc.ioctl(fd, SG_IO, header.memory);
      return errno === 0 ? { ok: true, value: header.read() } : { ok: false, errno };
    },
    ioctl: libc.ioctl,
    flock: libc.flock,
    pause: (milliseconds) => {
      Atomics.wait(napping, 0, 0, milliseconds);
    },
  };
}

const MINOR_LOW_VALUES = 0x100;
const MAJOR_VALUES = 0x1000;

function deviceNode(fd: number): DeviceNode {
  const stats = fstatSync(fd);
  // dev_t of glibc and musl: minor in bits 0-7 and 20-31, major in bits 8-19, as long as both are below 4,096 and 1,048,576.
  const rest = Math.floor(stats.rdev / MINOR_LOW_VALUES);
  return {
    type: stats.isBlockDevice() ? 'block' : stats.isCharacterDevice() ? 'character' : 'other',
    major: rest % MAJOR_VALUES,
    minor: Math.floor(rest / MAJOR_VALUES) * MINOR_LOW_VALUES + (stats.rdev % MINOR_LOW_VALUES),
  };
}
