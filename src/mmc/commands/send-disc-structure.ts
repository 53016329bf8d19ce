import { bits, optional, rawBytes, struct, u8, u16 } from '../../codec/index.ts';
import { defineCommand } from '../../scsi/command.ts';

/** Sets a structure that the drive writes into the lead-in of a DVD or BD (MMC-5 6.38). The parameters have the header of a structure. */
export const sendDiscStructure = defineCommand({
  name: 'SEND DISC STRUCTURE',
  opcode: 0xbf,
  clause: 'MMC-5 6.38',
  effect: 'writes',
  timeoutMs: 240_000,
  direction: 'out',
  payload: 'parameters',
  cdb: struct(12, {
    mediaType: optional(bits(1, [3, 0])), // 0 DVD, 1 BD
    format: u8(7),
    parameterListLength: optional(u16(8, 'bytes')),
  }),
  parameters: rawBytes,
  lengthField: 'parameterListLength',
});
