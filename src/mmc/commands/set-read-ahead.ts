import { i32, struct } from '../../codec/index.ts';
import { defineCommand } from '../../scsi/command.ts';

/** Has the drive continue reading ahead at another address once it comes to one (MMC-5 6.37). */
export const setReadAhead = defineCommand({
  name: 'SET READ AHEAD',
  opcode: 0xa7,
  clause: 'MMC-5 6.37',
  effect: 'reads',
  timeoutMs: 30_000,
  cdb: struct(12, { triggerLba: i32(2), readAheadLba: i32(6) }),
});
