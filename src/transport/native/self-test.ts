import { constants } from 'node:os';
import type { Ffi } from './ffi.ts';

const NO_DESCRIPTOR = -1;
const INVALID_HANDLE_VALUE = -1n;
const ERROR_FILE_NOT_FOUND = 2;
const OPEN_EXISTING = 3;
const BYTES = Uint8Array.from({ length: 96 }, (_, index) => 255 - index);
const FROM = 5;
const TO = 17;
const MOVED = 64;

/**
 * Tries what a drive needs: that a call that fails says so and leaves its own error code, that bytes arrive where they should,
 * and that the address that goes into a struct is the one that a function gets. A backend that ignores how a function was
 * declared, or reads another thread's error code, does not pass.
 * @throws Error that says what went wrong
 */
export function selfTest(ffi: Ffi): void {
  if (process.platform === 'win32') failingCreateFile(ffi);
  else failingIoctl(ffi);
  movedBytes(ffi);
}

function failingIoctl(ffi: Ffi): void {
  const ioctl = ffi.open(null).declare('ioctl', 'i32', ['i32', 'u32', 'bytes']);
  const result = ioctl(NO_DESCRIPTOR, 0, new Uint8Array(BYTES));
  const errno = ffi.lastError();
  if (result !== -1) throw new Error(`a call that fails returned ${result}`);
  if (errno !== constants.errno.EBADF) throw new Error(`a call that fails left errno ${errno}`);
}

function failingCreateFile(ffi: Ffi): void {
  const parameters = ['bytes', 'u32', 'u32', 'bytes', 'u32', 'u32', 'bytes'] as const;
  const createFile = ffi.open('kernel32.dll').declare('CreateFileW', 'i64', parameters);
  const name = Buffer.from('\\\\.\\discwright-self-test\0', 'utf16le');
  const handle = createFile(name, 0, 0, null, OPEN_EXISTING, 0, null);
  const error = ffi.lastError();
  if (handle !== INVALID_HANDLE_VALUE) throw new Error(`a call that fails returned ${handle}`);
  if (error !== ERROR_FILE_NOT_FOUND) throw new Error(`a call that fails left Win32 error ${error}`);
}

function movedBytes(ffi: Ffi): void {
  const library = ffi.open(process.platform === 'win32' ? 'ntdll.dll' : null);
  const memmove = library.declare('memmove', 'address', ['bytes', 'bytes', 'usize']);
  const target = new Uint8Array(BYTES.byteLength);
  const address = memmove(target.subarray(TO), BYTES.subarray(FROM), MOVED);
  if (address !== ffi.addressOf(target) + BigInt(TO))
    throw new Error('memory is not at the address that it should have');
  const expected = new Uint8Array(BYTES.byteLength);
  expected.set(BYTES.subarray(FROM, FROM + MOVED), TO);
  if (!target.every((byte, index) => byte === expected[index])) throw new Error('bytes arrived in another place');
}
