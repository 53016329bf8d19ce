import { bits, list, optional, struct, u8, u16, u32 } from '../../codec/index.ts';
import { defineCommand } from '../../scsi/command.ts';

/**
 * What the lead-in of a DVD or BD says about the disc (MMC-5 6.23), one byte per entry: there are many formats, none of them
 * for a CD. wodim sends it to find out what kind of disc is loaded.
 */
export const readDiscStructure = defineCommand({
  name: 'READ DISC STRUCTURE',
  opcode: 0xad,
  clause: 'MMC-5 6.23',
  effect: 'reads',
  timeoutMs: 240_000,
  direction: 'in',
  payload: 'parameters',
  cdb: struct(12, {
    mediaType: optional(bits(1, [3, 0])), // 0 DVD, 1 BD
    address: optional(u32(2)),
    layer: optional(u8(6)),
    format: u8(7), // 00h physical format, 0Eh pre-recorded lead-in, FFh list of formats
    allocationLength: u16(8, 'bytes'),
    grantId: optional(bits(10, [7, 6])), // AGID
  }),
  reply: list({
    header: struct(4, { dataLength: u16(0, 'bytes') }),
    lengthField: 'dataLength',
    uncountedBytes: 2,
    entry: struct(1, { byte: u8(0) }),
  }),
});
