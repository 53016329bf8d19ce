// SG_IO as the kernel itself answers it, below the driver.
import { closeSync, openSync } from 'node:fs';
import { SG_IO, SgDirection, SgIoHeader } from '../../../../build/transport/linux/sg-io-header.js';
import { loadLibc } from '../../../../build/transport/native/libc.js';
import { loadFfi } from '../../../../build/transport/native/load-ffi.js';

const BLKSECTGET = 0x1267;
const ffi = loadFfi();
const libc = loadLibc(ffi);
const header = new SgIoHeader(ffi);

/** Opens the node, passes it on, and closes it. */
export function withNode(path, flags, use) {
  const fd = openSync(path, flags);
  try {
    return use(fd);
  } finally {
    closeSync(fd);
  }
}

/** @param change receives the bytes of `struct sg_io_hdr` before they are sent */
export function sgIo(fd, cdb, { data = new Uint8Array(), out = false, timeoutMs = 10_000, change } = {}) {
  const direction = data.length === 0 ? SgDirection.none : out ? SgDirection.toDevice : SgDirection.fromDevice;
  header.write({ cdb: Uint8Array.from(cdb), direction, data, timeoutMs });
  change?.(header.memory);
  const errno = libc.ioctl(fd, SG_IO, header.memory);
  return errno === 0 ? { errno, ...header.read() } : { errno };
}

/** The kernel's own figure: sectors of 512 bytes of an sr node, bytes of an sg node. */
export function blkSectGet(fd, kind) {
  const answer = Buffer.alloc(8);
  const errno = libc.ioctl(fd, BLKSECTGET, answer);
  if (errno !== 0) throw new Error(`BLKSECTGET: errno ${errno}`);
  return kind === 'sr' ? answer.readUInt16LE(0) * 512 : answer.readInt32LE(0);
}
