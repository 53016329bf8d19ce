import { bit, i32, rawBytes, struct, u16 } from '../../codec/index.ts';
import { defineCommand } from '../../scsi/command.ts';

/** Writes whole blocks of the size set in the Write Parameters page (MMC-5 6.44). The data is `lengthBlocks` blocks. */
export const write10 = defineCommand({
  name: 'WRITE(10)',
  opcode: 0x2a,
  clause: 'MMC-5 6.44',
  effect: 'writes',
  timeoutMs: 200_000,
  direction: 'out',
  payload: 'blocks',
  cdb: struct(10, {
    forceUnitAccess: bit(1, 3),
    lba: i32(2),
    lengthBlocks: u16(7, 'blocks'),
  }),
  parameters: rawBytes,
});
