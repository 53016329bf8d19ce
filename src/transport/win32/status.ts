import { TransportError, type TransportErrorKind } from '../transport-error.ts';

/** NTSTATUS values that a drive's control codes return (ntstatus.h). */
export const NtStatus = {
  success: 0,
  deviceBusy: 0x80000011,
  verifyRequired: 0x80000016,
  unsuccessful: 0xc0000001,
  infoLengthMismatch: 0xc0000004,
  invalidHandle: 0xc0000008,
  invalidParameter: 0xc000000d,
  noSuchDevice: 0xc000000e,
  invalidDeviceRequest: 0xc0000010,
  noMediaInDevice: 0xc0000013,
  accessDenied: 0xc0000022,
  sharingViolation: 0xc0000043,
  insufficientResources: 0xc000009a,
  deviceNotConnected: 0xc000009d,
  deviceNotReady: 0xc00000a3,
  ioTimeout: 0xc00000b5,
  notSupported: 0xc00000bb,
  deviceDoesNotExist: 0xc00000c0,
  cancelled: 0xc0000120,
  noMedia: 0xc0000178,
  invalidDeviceState: 0xc0000184,
  ioDeviceError: 0xc0000185,
  invalidBufferSize: 0xc0000206,
  deviceRemoved: 0xc00002b6,
} as const;

type Advice = readonly [win32Error: number | undefined, kind: TransportErrorKind, reason: string, remedy: string];

const RECONNECT = 'Check cable and power, then open the drive again';
const GONE = ['gone', 'the drive has been disconnected', RECONNECT] as const;
const DENIED = [
  'denied',
  'Windows refused access to the drive',
  'Run the program as administrator; if that does not help, allow it in the virus scanner and in Windows Security under Controlled folder access',
] as const;
const SHARED = [
  'busy',
  'another program is using the drive',
  'Close that program; it may be a player or a ripper',
] as const;
const NOT_READY = ['unknown', 'the drive is not ready', 'Insert a disc, close the tray and wait a moment'] as const;
const NO_DISC = ['unknown', 'there is no disc in the drive', 'Insert a disc'] as const;
const TIMED_OUT = [
  'timeout',
  'the drive did not answer in time',
  `If it happens again, check cable and power`,
] as const;
const DEVICE_ERROR = ['unknown', 'the drive or its adapter reports an input or output error', RECONNECT] as const;
const UNSUPPORTED = ['unsupported', 'this accepts no SCSI commands', 'Give an optical drive, such as D:'] as const;
const BAD_PARAMETER = [
  'unknown',
  "Windows refused the request's length or the alignment of its memory",
  'Send less in one command',
] as const;

const BY_STATUS = new Map<number, Advice>([
  [NtStatus.accessDenied, [5, ...DENIED]],
  [NtStatus.sharingViolation, [32, ...SHARED]],
  [NtStatus.deviceBusy, [170, ...SHARED]],
  [NtStatus.unsuccessful, [31, ...DEVICE_ERROR]],
  [NtStatus.deviceNotReady, [21, ...NOT_READY]],
  [NtStatus.noMediaInDevice, [21, ...NO_DISC]],
  [NtStatus.noMedia, [1112, ...NO_DISC]],
  [NtStatus.verifyRequired, [1110, 'unknown', 'the disc was changed', 'Try again']],
  [NtStatus.invalidParameter, [87, ...BAD_PARAMETER]],
  [NtStatus.infoLengthMismatch, [24, ...BAD_PARAMETER]],
  [NtStatus.ioTimeout, [121, ...TIMED_OUT]],
  [NtStatus.ioDeviceError, [1117, ...DEVICE_ERROR]],
  [NtStatus.deviceNotConnected, [1167, ...GONE]],
  [NtStatus.deviceDoesNotExist, [55, ...GONE]],
  [NtStatus.noSuchDevice, [433, ...GONE]],
  [NtStatus.deviceRemoved, [1617, ...GONE]],
  [NtStatus.invalidHandle, [6, 'gone', 'the drive has been closed', 'Open it again']],
  [NtStatus.invalidDeviceRequest, [1, ...UNSUPPORTED]],
  [NtStatus.notSupported, [50, ...UNSUPPORTED]],
  [NtStatus.insufficientResources, [1450, 'unknown', 'Windows had no memory for the transfer', 'Close other programs']],
  [NtStatus.invalidBufferSize, [1784, ...BAD_PARAMETER]],
  [NtStatus.cancelled, [995, 'unknown', 'the command was cancelled', 'Try again']],
]);

const NO_SUCH = [
  'not-found',
  'there is no such drive',
  'List the drives with `discwright drives`; if you have no drive, use a simulated one: sim:PATH',
] as const;

/** Errors of CreateFileW (winerror.h). */
const ON_OPEN = new Map<number, Advice>([
  ...[2, 3, 15, 20, 53, 55, 123, 161, 433].map((code): [number, Advice] => [code, [code, ...NO_SUCH]]),
  [1, [1, ...UNSUPPORTED]],
  [5, [5, ...DENIED]],
  [21, [21, ...NOT_READY]],
  [32, [32, ...SHARED]],
  [50, [50, ...UNSUPPORTED]],
  [1117, [1117, ...DEVICE_ERROR]],
  [1167, [1167, ...GONE]],
]);

/** Lengths up to this fit everywhere: a refusal of more is most likely about the length. */
const SURELY_FITS_BYTES = 65_536;
const ABOUT_LENGTH: readonly number[] = [
  NtStatus.invalidParameter,
  NtStatus.insufficientResources,
  NtStatus.invalidBufferSize,
];

/** `NTSTATUS C0000022h, Win32 error 5`. */
function statusText(status: number): string {
  const win32 = BY_STATUS.get(status)?.[0];
  const hex = status.toString(16).toUpperCase().padStart(8, '0');
  return `NTSTATUS ${hex}h${win32 === undefined ? '' : `, Win32 error ${win32}`}`;
}

/** Why a control code failed. */
export function statusError(path: string, operation: string, status: number, lengthBytes = 0): TransportError {
  const [, kind, reason, remedy] = BY_STATUS.get(status) ?? [
    undefined,
    'unknown',
    'Windows could not carry out the command',
    RECONNECT,
  ];
  const common = { path, operation, osCode: statusText(status), errno: status };
  if (lengthBytes > SURELY_FITS_BYTES && ABOUT_LENGTH.includes(status)) {
    const tooLong = `the adapter refused a transfer of ${lengthBytes} bytes`;
    const less = `Send less in one command: ${SURELY_FITS_BYTES} bytes fit everywhere`;
    return new TransportError({ ...common, kind: 'too-large', reason: tooLong, remedy: less });
  }
  return new TransportError({ ...common, kind, reason, remedy });
}

/** Why a drive could not be opened, by the Win32 error of CreateFileW. */
export function openFailure(path: string, win32Error: number): TransportError {
  const [, kind, reason, remedy] = ON_OPEN.get(win32Error) ?? [
    undefined,
    'unknown',
    'Windows could not open the drive',
    RECONNECT,
  ];
  const osCode = `Win32 error ${win32Error}`;
  return new TransportError({ kind, path, operation: 'open', osCode, errno: win32Error, reason, remedy });
}

/** Another program has exclusive use of the drive. */
export function heldBy(path: string, holder: string, status: number): TransportError {
  const who = holder === '' ? 'another program' : `another program, '${holder}',`;
  return new TransportError({
    kind: 'busy',
    path,
    operation: 'take for exclusive use',
    osCode: statusText(status),
    errno: status,
    ...(holder === '' ? {} : { holder }),
    reason: `${who} has exclusive use of the drive`,
    remedy: 'Close that program; if it is no longer visible, end it in the Task Manager',
  });
}

/** The driver does not know the control code: not an error where there is another way. */
export function isUnsupported(status: number): boolean {
  return status === NtStatus.invalidDeviceRequest || status === NtStatus.notSupported;
}
