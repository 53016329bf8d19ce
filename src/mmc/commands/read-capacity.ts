import { bit, i32, optional, struct, u32 } from '../../codec/index.ts';
import { defineCommand } from '../../scsi/command.ts';

/** The reply of READ CAPACITY (MMC-5 6.19): the last block, and the bytes of a block. */
export const capacity = struct(8, { lastLba: i32(0), blockBytes: u32(4, 'bytes') });

/** The last readable block (MMC-5 6.19); after Track-At-Once it counts two run-out blocks that cannot be read. */
export const readCapacity = defineCommand({
  name: 'READ CAPACITY(10)',
  opcode: 0x25,
  clause: 'MMC-5 6.19',
  effect: 'reads',
  timeoutMs: 30_000,
  direction: 'in',
  payload: 'parameters',
  cdb: struct(10, { lba: optional(i32(2)), partialMedium: bit(8, 0) }),
  reply: capacity,
  replyBytes: () => capacity.lengthBytes,
});
