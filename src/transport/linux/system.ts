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

/** A system call's result: its errno when it failed. */
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
  /** The folder that contains `sys` and `proc`: '/'. */
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

function deviceNode(fd: number): DeviceNode {
  const stats = fstatSync(fd, { bigint: true });
  return {
    type: stats.isBlockDevice() ? 'block' : stats.isCharacterDevice() ? 'character' : 'other',
    ...deviceNumbers(stats.rdev),
  };
}
