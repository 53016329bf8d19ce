import { bit, i32, struct, u16 } from '../../codec/index.ts';
import { defineCommand } from '../../scsi/command.ts';

/**
 * Reads blocks without sending them to the host, which learns whether they can be read (MMC-6 6.46). BYTCHK, which compares them with
 * sent data, is not for drives of this kind.
 */
export const verify10 = defineCommand({
  name: 'VERIFY(10)',
  opcode: 0x2f,
  clause: 'MMC-6 6.46',
  effect: 'reads',
  timeoutMs: 600_000,
  cdb: struct(10, {
    disablePageOut: bit(1, 4), // DPO
    byteCheck: bit(1, 1), // BYTCHK
    lba: i32(2),
    lengthBlocks: u16(7, 'blocks'),
  }),
});
