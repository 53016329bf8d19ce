import { constants } from 'node:fs';
import type { SgIoCall, SgIoResult } from '../../../src/transport/linux/sg-io-header.ts';
import type { Attempt, DeviceNode, LinuxSystem } from '../../../src/transport/linux/system.ts';

export interface FakeFile {
  readonly fd: number;
  readonly path: string;
  readonly flags: number;
}

/** The system calls of a machine with one drive (`/dev/sr0` and `/dev/sg1`), which a test can make fail at will. */
export class FakeSystem implements LinuxSystem {
  root = '/nonexistent';
  readonly opened: FakeFile[] = [];
  readonly openNow = new Map<number, FakeFile>();
  readonly calls: SgIoCall[] = [];
  readonly locks: number[] = [];
  pausedMs = 0;
  /** Errno of an open, by path and flags; 0 succeeds. */
  openErrno: (path: string, flags: number) => number = () => 0;
  node: DeviceNode = { type: 'block', major: 11, minor: 0 };
  ioctlErrno = 0;
  /** What BLKSECTGET returns. */
  limit = 240;
  flockErrno: () => number = () => 0;
  sgIoAnswer: Attempt<Partial<SgIoResult>> = { ok: true, value: {} };

  open(path: string, flags: number): Attempt<number> {
    const errno = this.openErrno(path, flags);
    if (errno !== 0) return { ok: false, errno };
    const file = { fd: this.opened.length + 10, path, flags };
    this.opened.push(file);
    this.openNow.set(file.fd, file);
    return { ok: true, value: file.fd };
  }

  close(fd: number): void {
    if (!this.openNow.delete(fd)) throw new Error(`closed twice: ${fd}`);
  }

  stat(fd: number): DeviceNode {
    return this.openNow.get(fd)?.path.startsWith('/dev/sg') ? { type: 'character', major: 21, minor: 1 } : this.node;
  }

  sgIo(_fd: number, call: SgIoCall): Attempt<SgIoResult> {
    this.calls.push(call);
    if (!this.sgIoAnswer.ok) return this.sgIoAnswer;
    const statuses = { status: 0x00, hostStatus: 0x00, driverStatus: 0x00 };
    const clean = { ...statuses, sense: new Uint8Array(0), residualBytes: 0, durationMs: 0 };
    return { ok: true, value: { ...clean, ...this.sgIoAnswer.value } };
  }

  ioctl(_fd: number, _request: number, argument: Uint8Array): number {
    if (this.ioctlErrno === 0) new DataView(argument.buffer, argument.byteOffset).setInt32(0, this.limit, true);
    return this.ioctlErrno;
  }

  flock(_fd: number, operation: number): number {
    this.locks.push(operation);
    return this.flockErrno();
  }

  pause(milliseconds: number): void {
    this.pausedMs += milliseconds;
  }

  /** Paths open at the moment, with `x` for O_EXCL. */
  get held(): string[] {
    const isExclusive = ({ flags }: FakeFile): boolean => Math.floor(flags / constants.O_EXCL) % 2 === 1;
    return [...this.openNow.values()].map((file) => `${file.path}${isExclusive(file) ? ' x' : ''}`);
  }
}
