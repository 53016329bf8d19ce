import type { BlockingCommand, BlockingDevice, BlockingReply, NativeOptions } from '../blocking-device.ts';
import { residue } from '../residue.ts';
import { TransportError } from '../transport-error.ts';
import { alignedView, isAligned } from './alignment.ts';
import { devicePathOf } from './device-path.ts';
import { type Exclusive, type ExclusiveContext, exclusiveHolder, takeExclusive } from './exclusive-access.ts';
import { SptDataIn } from './scsi-pass-through.ts';
import { heldBy, NtStatus, openFailure, statusError } from './status.ts';
import { type WindowsSystem, windowsSystem } from './system.ts';

/** winnt.h; read-only handles are refused by the pass-through. */
export const GENERIC_READ_WRITE = 0xc0000000;
const FILE_SHARE_READ = 0x1;
const FILE_SHARE_WRITE = 0x2;
export const FILE_SHARE_READ_WRITE = FILE_SHARE_READ | FILE_SHARE_WRITE;
/** GetDriveTypeW. */
export const DRIVE_CDROM = 5;
const DRIVE_NO_ROOT_DIR = 1;
const ERROR_FILE_NOT_FOUND = 2;
const NO_DATA = new Uint8Array(0);

/** A drive at `\\.\D:`, reached by SCSI pass-through. */
export class SptiDevice implements BlockingDevice {
  readonly maxTransferBytes: number;
  readonly #system: WindowsSystem;
  readonly #path: string;
  readonly #alignmentMask: number;
  #handle: number | undefined;
  #exclusive: Exclusive | undefined;

  constructor(path: string, system: WindowsSystem) {
    this.#path = path;
    this.#system = system;
    const handle = openDrive(system, path);
    this.#handle = handle;
    const limits = system.limits(handle);
    this.maxTransferBytes = limits.maxTransferBytes;
    this.#alignmentMask = limits.alignmentMask;
  }

  execute(command: BlockingCommand): BlockingReply {
    const { data } = command;
    if (data.direction === 'out') {
      const aligned = isAligned(this.#system, data.bytes, this.#alignmentMask);
      const bytes = aligned ? data.bytes : this.#bounce(data.bytes);
      return { ...this.#pass(command, SptDataIn.out, bytes), data: NO_DATA };
    }
    if (data.direction === 'none' || data.lengthBytes === 0) {
      return { ...this.#pass(command, SptDataIn.unspecified, NO_DATA), data: NO_DATA };
    }
    const bytes = alignedView(this.#system, data.lengthBytes, this.#alignmentMask);
    return { ...this.#pass(command, SptDataIn.in, bytes), data: bytes };
  }

  takeExclusive(owner: string): void {
    this.#exclusive ??= takeExclusive(this.#context(), owner);
  }

  releaseExclusive(): void {
    this.#exclusive?.release();
    this.#exclusive = undefined;
  }

  close(): void {
    if (this.#handle === undefined) return;
    this.releaseExclusive();
    this.#system.api.closeHandle(this.#handle);
    this.#handle = undefined;
  }

  #pass(command: BlockingCommand, dataIn: SptDataIn, data: Uint8Array): Omit<BlockingReply, 'data'> {
    const { cdb, timeoutMs } = command;
    const answer = this.#system.passThrough(this.#open(), { cdb, dataIn, data, timeoutMs });
    const { ntStatus, status, sense, transferredBytes } = answer;
    if (ntStatus === NtStatus.success) {
      return { status, sense, ...residue(data.byteLength, data.byteLength - transferredBytes) };
    }
    // When another program has locked the drive, the error looks like missing permissions.
    const holder = ntStatus === NtStatus.accessDenied ? exclusiveHolder(this.#context()) : undefined;
    if (holder !== undefined && this.#exclusive === undefined) throw heldBy(this.#path, holder, ntStatus);
    const opcode = (cdb[0] ?? 0).toString(16).toUpperCase().padStart(2, '0');
    const operation = `IOCTL_SCSI_PASS_THROUGH_DIRECT of command ${opcode}h`;
    throw statusError(this.#path, operation, ntStatus, data.byteLength);
  }

  #bounce(bytes: Uint8Array): Uint8Array {
    const aligned = alignedView(this.#system, bytes.byteLength, this.#alignmentMask);
    aligned.set(bytes);
    return aligned;
  }

  #open(): number {
    if (this.#handle === undefined) throw statusError(this.#path, 'send', NtStatus.invalidHandle);
    return this.#handle;
  }

  #context(): ExclusiveContext {
    return {
      path: this.#path,
      api: this.#system.api,
      handle: this.#open(),
      pause: (milliseconds) => this.#system.pause(milliseconds),
    };
  }
}

/** Opens a drive with the system's own calls, in a thread where they may block. */
export function openBlockingDevice(path: string, { ffi }: NativeOptions): BlockingDevice {
  return new SptiDevice(path, windowsSystem(path, ffi));
}

function openDrive({ api }: WindowsSystem, path: string): number {
  const named = devicePathOf(path);
  if (named === undefined) throw openFailure(path, ERROR_FILE_NOT_FOUND);
  const driveType = named.root === undefined ? DRIVE_CDROM : api.driveType(named.root);
  if (driveType === DRIVE_NO_ROOT_DIR) throw openFailure(path, ERROR_FILE_NOT_FOUND);
  if (driveType !== DRIVE_CDROM) {
    throw new TransportError({
      kind: 'unsupported',
      path,
      operation: 'open',
      reason: 'this is not an optical drive',
      remedy: "Give the optical drive's letter, such as D:; `discwright drives` lists them",
    });
  }
  const opened = api.createFile(named.device, GENERIC_READ_WRITE, FILE_SHARE_READ_WRITE);
  if ('win32Error' in opened) throw openFailure(path, opened.win32Error);
  return opened.handle;
}
