import { TransportError, type TransportErrorDetails, type TransportErrorKind } from '../transport-error.ts';
import { Errno, errnoText } from './errno.ts';

type Advice = readonly [kind: TransportErrorKind, reason: string, remedy: string];

const LIST_THEM = 'List the drives with `discwright drives`; if you have no drive, use a simulated one: sim:PATH';

export const NOT_A_DRIVE: Advice = [
  'unsupported',
  'this is not an optical drive: it accepts no SCSI commands',
  `Give a drive's own node, such as /dev/sr0 or its /dev/sgN. ${LIST_THEM}`,
];
const NO_SUCH_DEVICE: Advice = ['not-found', 'there is no such device', LIST_THEM];
const NOT_ALLOWED: Advice = [
  'denied',
  'you have no permission to use it',
  'Join the group that owns it, on most systems cdrom (`sudo usermod -aG cdrom "$USER"`, then log in again); in a container, pass the device in',
];
const TAKEN: Advice = [
  'busy',
  'another program has exclusive use of the drive',
  'Close that program; `fuser -v` on the device shows which one it is',
];

const ON_OPEN = new Map<number, Advice>([
  [Errno.ENOENT, NO_SUCH_DEVICE],
  [Errno.ENOTDIR, NO_SUCH_DEVICE],
  [Errno.ELOOP, NO_SUCH_DEVICE],
  [Errno.ENAMETOOLONG, NO_SUCH_DEVICE],
  [Errno.ENXIO, ['not-found', 'the node exists, but no drive is connected to it', `Connect the drive. ${LIST_THEM}`]],
  [Errno.ENODEV, ['not-found', 'the node exists, but no drive is connected to it', `Connect the drive. ${LIST_THEM}`]],
  [Errno.EACCES, NOT_ALLOWED],
  [Errno.EPERM, NOT_ALLOWED],
  [Errno.EROFS, ['denied', 'it can only be opened for reading', 'Check the permissions of the device node']],
  [Errno.EBUSY, TAKEN],
  [Errno.EAGAIN, TAKEN],
  [Errno.ENOTTY, NOT_A_DRIVE],
  [Errno.EISDIR, NOT_A_DRIVE],
  [Errno.EINVAL, NOT_A_DRIVE],
  [Errno.ENOTBLK, NOT_A_DRIVE],
  [Errno.ENOMEDIUM, ['unknown', 'there is no disc in the drive', 'Insert a disc and try again']],
  [Errno.EMFILE, ['unknown', 'this program has too many files open', 'Close some, or raise `ulimit -n`']],
  [Errno.ENFILE, ['unknown', 'the system has too many files open', 'Close some programs']],
]);

/** Why a device node could not be opened, by the errno of the call that failed. */
export function openError(path: string, errno: number, operation = 'open', cause?: unknown): TransportError {
  const [kind, reason, remedy] = ON_OPEN.get(errno) ?? [
    'unknown',
    'the system could not open it',
    'Check `dmesg` for what the kernel says about the drive',
  ];
  return withErrno({ kind, path, operation, reason, remedy, cause }, errno);
}

/** A device that can be opened but is not an optical drive. */
export function notADrive(path: string, errno?: number, operation = 'open'): TransportError {
  const [kind, reason, remedy] = NOT_A_DRIVE;
  return withErrno({ kind, path, operation, reason, remedy }, errno);
}

/**
 * Why a drive could not be taken for exclusive use.
 * @param mountPoint where its disc is mounted, if it is
 */
export function busyError(path: string, errno: number, mountPoint: string | undefined): TransportError {
  const operation = 'take for exclusive use';
  if (mountPoint === undefined) {
    const [kind, reason, remedy] = TAKEN;
    return withErrno({ kind, path, operation, reason, remedy }, errno);
  }
  const reason = `its disc is mounted on ${mountPoint}`;
  return withErrno(
    { kind: 'busy', path, operation, reason, remedy: `Unmount it first: umount '${mountPoint}'` },
    errno,
  );
}

/** A node that was open before and no longer exists. */
export function goneError({ path, operation, errno }: TransportError): TransportError {
  const remedy = 'Check cable and power, then open the drive again';
  return withErrno({ kind: 'gone', path, operation, reason: 'the drive has been disconnected', remedy }, errno);
}

export function withErrno(details: TransportErrorDetails, errno: number | undefined): TransportError {
  return new TransportError(errno === undefined ? details : { ...details, errno, osCode: errnoText(errno) });
}
