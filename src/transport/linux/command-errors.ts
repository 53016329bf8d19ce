import { DriverStatus, driverCode, HostStatus } from '../host-status.ts';
import { TransportError, type TransportErrorKind } from '../transport-error.ts';
import { Errno } from './errno.ts';
import { NOT_A_DRIVE, withErrno } from './open-errors.ts';

/** Every host adapter measured carried more; a refusal of a longer transfer is most likely about its length. */
const SURELY_FITS_BYTES = 65_536;
const RECONNECT = 'Check cable and power, then open the drive again';

export interface FailedCommand {
  readonly path: string;
  readonly opcode: number;
  readonly lengthBytes: number;
  /** The node could only be opened for reading. */
  readonly readOnly: boolean;
}

/** Why SG_IO itself failed, so that the drive may never have seen the command. */
export function commandError(command: FailedCommand, errno: number): TransportError {
  const [kind, reason, remedy] = adviceFor(command, errno);
  return withErrno({ kind, path: command.path, operation: `SG_IO of ${nameOf(command)}`, reason, remedy }, errno);
}

function nameOf({ opcode }: FailedCommand): string {
  return `command ${opcode.toString(16).toUpperCase().padStart(2, '0')}h`;
}

type Advice = readonly [kind: TransportErrorKind, reason: string, remedy: string];

function adviceFor({ path, lengthBytes, readOnly }: FailedCommand, errno: number): Advice {
  switch (errno) {
    case Errno.EPERM:
    case Errno.EACCES:
      return readOnly
        ? [
            'denied',
            'the drive could only be opened for reading, and this command needs more',
            'Join the group that owns it, on most systems cdrom (`sudo usermod -aG cdrom "$USER"`, then log in again)',
          ]
        : [
            'denied',
            "the kernel's filter lets only an administrator send this command through this node",
            "Use the drive's /dev/sgN node, which is not filtered if you may write to it, or run as root",
          ];
    case Errno.ENODEV:
    case Errno.ENXIO:
      return ['gone', 'the drive has been disconnected', RECONNECT];
    case Errno.EBADF:
      return ['gone', 'the drive has been closed', 'Open it again'];
    case Errno.ENOTTY:
    case Errno.ENOSYS:
      return NOT_A_DRIVE;
    case Errno.EBUSY:
    case Errno.EAGAIN:
      return ['busy', 'another program is using the drive', `Close it; \`fuser -v ${path}\` shows which one it is`];
    case Errno.ETIMEDOUT:
      return ['timeout', 'the drive did not answer in time', RECONNECT];
    case Errno.EMSGSIZE:
      return ['unsupported', 'a CDB of this length cannot be sent', 'Use a command of 6, 10, 12 or 16 bytes'];
  }
  const aboutLength = errno === Errno.EIO || errno === Errno.EINVAL || errno === Errno.ENOMEM;
  if (aboutLength && lengthBytes > SURELY_FITS_BYTES) {
    return [
      'too-large',
      `the host adapter refused a transfer of ${lengthBytes} bytes`,
      `Send less in one command: ${SURELY_FITS_BYTES} bytes fit everywhere`,
    ];
  }
  if (errno === Errno.ENOMEM) return ['unknown', 'the kernel had no memory for the transfer', 'Close other programs'];
  return ['unknown', 'the kernel could not send the command', `Check \`dmesg\`. ${RECONNECT}`];
}

/** The kernel ended the command when its time-out expired, and answered for the drive. */
export function lateAbortError(command: FailedCommand, durationMs: number): TransportError {
  return new TransportError({
    kind: 'timeout',
    path: command.path,
    operation: nameOf(command),
    osCode: `0B/00/00 after ${durationMs} ms`,
    reason: 'the drive did not answer in time',
    remedy: `If it happens again, ${RECONNECT.toLowerCase()}`,
  });
}

const BY_HOST_STATUS: Readonly<Record<HostStatus, Advice>> = {
  [HostStatus.Ok]: ['unknown', 'DID_OK', ''],
  [HostStatus.NoConnect]: ['gone', 'DID_NO_CONNECT: the drive is no longer there', RECONNECT],
  [HostStatus.BusBusy]: ['busy', 'DID_BUS_BUSY: the bus stayed busy', 'Try again'],
  [HostStatus.TimeOut]: [
    'timeout',
    'DID_TIME_OUT: the drive did not answer in time',
    `If it happens again, ${RECONNECT.toLowerCase()}`,
  ],
  [HostStatus.BadTarget]: ['gone', 'DID_BAD_TARGET: the drive is no longer there', RECONNECT],
  [HostStatus.Abort]: ['unknown', 'DID_ABORT: the command was aborted', 'Try again'],
  [HostStatus.Parity]: ['unknown', 'DID_PARITY: the data was corrupted in transit', 'Check the cable'],
  [HostStatus.Error]: ['unknown', 'DID_ERROR: the host adapter or the USB bridge failed', RECONNECT],
  [HostStatus.Reset]: ['unknown', 'DID_RESET: the bus was reset', RECONNECT],
  [HostStatus.BadInterrupt]: ['unknown', 'DID_BAD_INTR: an unexpected interrupt occurred', RECONNECT],
  [HostStatus.PassThrough]: ['unknown', 'DID_PASSTHROUGH', RECONNECT],
  [HostStatus.SoftError]: ['unknown', 'DID_SOFT_ERROR: the host adapter asks for a retry', 'Try again'],
  [HostStatus.ImmediateRetry]: ['busy', 'DID_IMM_RETRY: the host adapter asks for a retry', 'Try again'],
  [HostStatus.Requeue]: ['busy', 'DID_REQUEUE: the host adapter asks for a retry', 'Try again'],
  [HostStatus.TransportDisrupted]: ['gone', 'DID_TRANSPORT_DISRUPTED: the connection was lost', RECONNECT],
  [HostStatus.TransportFailFast]: ['gone', 'DID_TRANSPORT_FAILFAST: the connection was lost', RECONNECT],
};

/** Why a command that came back with SCSI status GOOD nevertheless failed. */
export function hostError(command: FailedCommand, hostStatus: number, driverStatus: number): TransportError {
  const timedOut: Advice = ['timeout', 'DRIVER_TIMEOUT: the drive did not answer in time', RECONNECT];
  const driver: Advice =
    driverCode(driverStatus) === DriverStatus.Timeout ? timedOut : ['unknown', `the kernel's driver failed`, RECONNECT];
  const host = BY_HOST_STATUS[hostStatus as HostStatus] ?? ['unknown', 'the host adapter failed', RECONNECT];
  const [kind, reason, remedy] = hostStatus === HostStatus.Ok ? driver : host;
  return new TransportError({
    kind,
    path: command.path,
    operation: nameOf(command),
    osCode: `host status ${hostStatus}, driver status ${driverStatus}`,
    reason,
    remedy,
  });
}
