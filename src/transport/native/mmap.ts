import { endianness } from 'node:os';
import { TransportError } from '../transport-error.ts';
import { loadFfi } from './ffi.ts';

const PROT_READ = 0x1;
const PROT_WRITE = 0x2;
const MAP_SHARED = 0x1;
const ADDRESS_BYTES = 8;

/**
 * Memory that this process shares with a device. It stays mapped until the process ends, so that no view of it can dangle.
 * @param fd open for reading and writing
 * @throws TransportError
 */
export function mapShared(fd: number, lengthBytes: number, path: string): Uint8Array {
  const { ffi, memoryAt } = loadFfi();
  const { mmap } = ffi.Library(null, { mmap: ['int64', ['pointer', 'size_t', 'int', 'int', 'int', 'long']] });
  const address = BigInt(String(mmap?.(null, lengthBytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0)));
  if (address === -1n) {
    const errno = ffi.errno();
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
  const pointer = Buffer.alloc(ADDRESS_BYTES);
  if (endianness() === 'LE') pointer.writeBigInt64LE(address);
  else pointer.writeBigInt64BE(address);
  return memoryAt(pointer, lengthBytes);
}
