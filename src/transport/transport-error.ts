import { errorInJson } from '../json-values.ts';

/** What went wrong between this program and the drive, sorted by what a caller can do about it. */
export type TransportErrorKind =
  /** There is no such device. */
  | 'not-found'
  /** The system refused: missing permissions, or a command that only an administrator may send. */
  | 'denied'
  /** Another program has the drive, or its disc is mounted. */
  | 'busy'
  /** The drive did not answer within the command's time-out. */
  | 'timeout'
  /** The device is no longer there: unplugged, reset off the bus, or closed while it was in use. */
  | 'gone'
  /** This program has closed the drive before. */
  | 'closed'
  /** More data than one command can carry here. */
  | 'too-large'
  /** This system, or this kind of file, accepts no SCSI commands. */
  | 'unsupported'
  /** Anything else: the operating system's code is the best clue. */
  | 'unknown';

/** What a {@link TransportError} is made of. */
export interface TransportErrorDetails {
  readonly kind: TransportErrorKind;
  readonly path: string;
  /** What failed, in a few words: `open`, `SG_IO`, `IOCTL_SCSI_PASS_THROUGH_DIRECT`. */
  readonly operation: string;
  /** What the operating system said: `EACCES (13)`, `NTSTATUS C0000022h`. */
  readonly osCode?: string;
  /** The system's error number. */
  readonly errno?: number;
  readonly reason: string;
  readonly remedy: string;
  /** Of kind `busy`: the name of who has the drive, where the system says it. */
  readonly holder?: string;
  readonly cause?: unknown;
}

/** No answer came from the drive: the fault is in the operating system, the cable or the permissions, not in the disc. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  readonly kind: TransportErrorKind;
  readonly path: string;
  readonly operation: string;
  readonly osCode: string | undefined;
  /** The system's error number (errno, NTSTATUS or Win32 code), where there was one. */
  readonly errno: number | undefined;
  /** What went wrong, without the path, the operation and the code. */
  readonly reason: string;
  /** What to do next. */
  readonly remedy: string;
  /** Of kind `busy`: the name of who has the drive, where the system says it. */
  readonly holder: string | undefined;

  constructor(details: TransportErrorDetails) {
    const code = details.osCode === undefined ? '' : ` [${details.osCode}]`;
    // A drive letter already ends with a colon.
    const path = details.path.endsWith(':') ? details.path : `${details.path}:`;
    super(`${path} ${details.operation}: ${details.reason}${code}. ${details.remedy}`, {
      cause: details.cause,
    });
    this.kind = details.kind;
    this.path = details.path;
    this.operation = details.operation;
    this.osCode = details.osCode;
    this.errno = details.errno;
    this.reason = details.reason;
    this.remedy = details.remedy;
    this.holder = details.holder;
  }

  /** The message, its details and its cause as plain data, for logs. */
  toJSON(): Record<string, unknown> {
    return errorInJson(this);
  }
}
