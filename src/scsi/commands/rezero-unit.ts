import { struct } from '../../codec/index.ts';
import { defineCommand } from '../command.ts';

/** Moves the pick-up to LBA 0 (SCSI-2 9.2, obsolete since). cdrdao still sends it, and works without it. */
export const rezeroUnit = defineCommand({
  name: 'REZERO UNIT',
  opcode: 0x01,
  clause: 'SCSI-2 9.2',
  effect: 'reads',
  timeoutMs: 30_000,
  cdb: struct(6, {}),
});
