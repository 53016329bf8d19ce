import type { WindowsApi } from '../native/windows-api.ts';
import { CDROM_EXCLUSIVE_CALLER_LENGTH } from '../owner-name.ts';
import { TransportError } from '../transport-error.ts';
import { heldBy, isUnsupported, NtStatus, statusError } from './status.ts';

/** ntddcdrm.h. */
export const IOCTL_CDROM_EXCLUSIVE_ACCESS = 0x2c05c;
const QUERY_STATE = 0;
const LOCK_DEVICE = 1;
const UNLOCK_DEVICE = 2;
/** CDROM_EXCLUSIVE_ACCESS: two ULONGs, request type and flags; in a lock, CallerName follows them. */
const REQUEST_BYTES = 8;
/** CDROM_EXCLUSIVE_LOCK_STATE: a BOOLEAN and CallerName, with room for a driver that rounds it up. */
const STATE_ROOM_BYTES = 72;

/** winioctl.h. */
export const FSCTL_LOCK_VOLUME = 0x90018;
export const FSCTL_UNLOCK_VOLUME = 0x9001c;
export const FSCTL_DISMOUNT_VOLUME = 0x90020;
/** Explorer and virus scanners read a disc that was just inserted; Microsoft's own sample tries as often. */
const LOCK_TRIES = 20;
const LOCK_PAUSE_MS = 100;

const NOTHING = new Uint8Array(0);

export interface ExclusiveContext {
  readonly path: string;
  readonly api: WindowsApi;
  readonly handle: number;
  readonly pause: (milliseconds: number) => void;
}

export interface Exclusive {
  release(): void;
}

/**
 * Keeps other programs away from a drive: the file system is locked and dismounted, so that nobody writes through it or reads
 * a stale directory, then the drive itself is locked, if its driver can (Windows Vista and later). Closing the handle releases
 * everything, even when the process is killed.
 * @throws TransportError `busy` when files on the disc are open or another program has locked the drive
 */
export function takeExclusive(context: ExclusiveContext, owner: string): Exclusive {
  const holder = exclusiveHolder(context);
  if (holder !== undefined) throw heldBy(context.path, holder, NtStatus.accessDenied);
  const volumeLocked = lockVolume(context);
  try {
    const deviceLocked = lockDevice(context, owner);
    if (!volumeLocked && !deviceLocked) throw cannotLock(context.path);
    return {
      release: () => {
        if (deviceLocked) control(context, requestBytes(UNLOCK_DEVICE), NOTHING);
        if (volumeLocked) fileSystem(context, FSCTL_UNLOCK_VOLUME);
      },
    };
  } catch (error) {
    if (volumeLocked) fileSystem(context, FSCTL_UNLOCK_VOLUME);
    throw error;
  }
}

/** Name of the program that has locked the drive; undefined when none has, or the driver does not say. */
export function exclusiveHolder(context: ExclusiveContext): string | undefined {
  const state = new Uint8Array(STATE_ROOM_BYTES);
  if (control(context, requestBytes(QUERY_STATE), state) !== NtStatus.success || state[0] === 0) return undefined;
  const name = Buffer.from(state.subarray(1, 1 + CDROM_EXCLUSIVE_CALLER_LENGTH)).toString('latin1');
  return name.split('\0', 1)[0] ?? '';
}

/** @returns false where there is no file system to lock */
function lockVolume(context: ExclusiveContext): boolean {
  for (let tries = 1; ; tries++) {
    const status = fileSystem(context, FSCTL_LOCK_VOLUME);
    if (status === NtStatus.success) break;
    if (isUnsupported(status)) return false;
    const isOpen = status === NtStatus.accessDenied || status === NtStatus.sharingViolation;
    if (!isOpen) throw statusError(context.path, 'FSCTL_LOCK_VOLUME', status);
    if (tries === LOCK_TRIES) throw filesAreOpen(context.path, status);
    context.pause(LOCK_PAUSE_MS);
  }
  // The lock alone keeps others away. If the file system stays mounted, locking the drive itself will fail.
  fileSystem(context, FSCTL_DISMOUNT_VOLUME);
  return true;
}

/** @returns false where the driver does not know the request */
function lockDevice(context: ExclusiveContext, owner: string): boolean {
  const request = new Uint8Array(REQUEST_BYTES + CDROM_EXCLUSIVE_CALLER_LENGTH);
  request.set(requestBytes(LOCK_DEVICE));
  request.set(Buffer.from(owner, 'latin1'), REQUEST_BYTES);
  const status = control(context, request, NOTHING);
  if (status === NtStatus.success) return true;
  if (isUnsupported(status)) return false;
  if (status === NtStatus.accessDenied) throw heldBy(context.path, exclusiveHolder(context) ?? '', status);
  if (status === NtStatus.invalidDeviceState) throw filesAreOpen(context.path, status);
  throw statusError(context.path, 'IOCTL_CDROM_EXCLUSIVE_ACCESS', status);
}

function requestBytes(type: number): Uint8Array {
  const request = new Uint8Array(REQUEST_BYTES);
  new DataView(request.buffer).setUint32(0, type, true);
  return request;
}

function control({ api, handle }: ExclusiveContext, input: Uint8Array, output: Uint8Array): number {
  return api.deviceIoControl(handle, IOCTL_CDROM_EXCLUSIVE_ACCESS, input, output);
}

function fileSystem({ api, handle }: ExclusiveContext, code: number): number {
  return api.fileSystemControl(handle, code, NOTHING, NOTHING);
}

function filesAreOpen(path: string, status: number): TransportError {
  const { osCode, errno } = statusError(path, '', status);
  return new TransportError({
    kind: 'busy',
    path,
    operation: 'FSCTL_LOCK_VOLUME',
    ...(osCode === undefined ? {} : { osCode }),
    ...(errno === undefined ? {} : { errno }),
    reason: 'the disc is mounted and another program has it or a file on it open',
    remedy: 'Close windows, players and virus scans that use the disc, then try again',
  });
}

function cannotLock(path: string): TransportError {
  return new TransportError({
    kind: 'unsupported',
    path,
    operation: 'take for exclusive use',
    reason: "the drive's driver has no way to keep other programs away",
    remedy: 'Use the driver that comes with Windows (cdrom.sys)',
  });
}
