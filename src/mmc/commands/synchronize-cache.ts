import { bit, i32, optional, struct, u16 } from '../../codec/index.ts';
import { defineCommand } from '../../scsi/command.ts';

/** Writes out the drive's buffer; in Track-At-Once this ends the track (MMC-5 6.41). LBA 0 and no length mean everything. */
export const synchronizeCache = defineCommand({
  name: 'SYNCHRONIZE CACHE(10)',
  opcode: 0x35,
  clause: 'MMC-5 6.41',
  effect: 'writes',
  timeoutMs: 260_000,
  cdb: struct(10, {
    immediate: bit(1, 1),
    lba: optional(i32(2)),
    lengthBlocks: optional(u16(7, 'blocks')),
  }),
});
