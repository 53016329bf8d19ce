import { loadLibc } from '../native/libc.ts';
import { loadFfi } from '../native/load-ffi.ts';
import { type Attempt, type NodeFiles, nodeFiles } from './files.ts';
import { SG_IO, type SgIoCall, SgIoHeader, type SgIoResult } from './sg-io-header.ts';

export type { Attempt, DeviceNode } from './files.ts';

/** The system calls an SG_IO device needs. All block. */
export interface LinuxSystem extends NodeFiles {
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
 * @param wanted the foreign function interface; see `loadFfi`
 */
export function linuxSystem(wanted?: string): LinuxSystem {
  const ffi = loadFfi(wanted);
  const libc = loadLibc(ffi);
  const header = new SgIoHeader(ffi);
  const napping = new Int32Array(new SharedArrayBuffer(4));
  libc.blockSignals();
  return {
    ...nodeFiles(ffi),
    root: '/',
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
