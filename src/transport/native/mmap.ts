import { TransportError } from '../transport-error.ts';
import { loadFfi } from './load-ffi.ts';

const PROT_READ = 0x1;
const PROT_WRITE = 0x2;
const MAP_SHARED = 0x1;
const MAP_FAILED = -1n;
const BITS_OF_BYTE = 8;

/**
 * Memory that this process shares with a device. It stays mapped until the process ends, so that no view of it can dangle.
 * @param fd open for reading and writing
 * @throws TransportError
 */
export function mapShared(fd: number, lengthBytes: number, path: string): Uint8Array {
  const ffi = loadFfi();
  const mmap = ffi.open(null).declare('mmap', 'address', ['bytes', 'usize', 'i32', 'i32', 'i32', 'i64']);
  const address = mmap(null, lengthBytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  const errno = ffi.lastError();
  if (BigInt.asIntN(ffi.pointerBytes * BITS_OF_BYTE, address) === MAP_FAILED) {
    throw new TransportError({
      kind: 'unknown',
      path,
      operation: 'mmap',
      reason: `the kernel could not share ${lengthBytes} bytes of memory`,
      remedy: 'Check the last lines of `dmesg`',
      osCode: `errno ${errno}`,
      errno,
    });
  }
  return ffi.memoryAt(address, lengthBytes);
}
