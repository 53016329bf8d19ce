import { bit, i32, rawBytes, struct, u32 } from '../../codec/index.ts';
import { defineCommand } from '../../scsi/command.ts';

/** WRITE(10) with a longer count, and streaming: no verification or replacement of defects that costs time (MMC-6 6.49). */
export const write12 = defineCommand({
  name: 'WRITE(12)',
  opcode: 0xaa,
  clause: 'MMC-6 6.49',
  effect: 'writes',
  timeoutMs: 200_000,
  direction: 'out',
  payload: 'blocks',
  cdb: struct(12, {
    disablePageOut: bit(1, 4), // DPO
    forceUnitAccess: bit(1, 3),
    timelySafe: bit(1, 2), // TSR
    lba: i32(2),
    lengthBlocks: u32(6, 'blocks'),
    streaming: bit(10, 7),
    verifyNotRequired: bit(10, 6), // VNR: of BD-R with defect management
  }),
  parameters: rawBytes,
});
