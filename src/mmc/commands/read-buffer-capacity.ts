import { bit, struct, u16, u32 } from '../../codec/index.ts';
import { defineCommand } from '../../scsi/command.ts';

/** MMC-5 6.18. When requested with `inBlocks`, the numbers count blocks. */
export const bufferCapacity = struct(12, {
  dataLength: u16(0, 'bytes'),
  inBlocks: bit(3, 0),
  bufferBytes: u32(4, 'bytes'),
  availableBytes: u32(8, 'bytes'), // holding nothing that is waiting to be written
});

/** How large the drive's buffer is and how much of it is free (MMC-5 6.18). */
export const readBufferCapacity = defineCommand({
  name: 'READ BUFFER CAPACITY',
  opcode: 0x5c,
  clause: 'MMC-5 6.18',
  effect: 'reads',
  timeoutMs: 30_000,
  direction: 'in',
  payload: 'parameters',
  cdb: struct(10, { inBlocks: bit(1, 0), allocationLength: u16(7, 'bytes') }),
  reply: bufferCapacity,
});
