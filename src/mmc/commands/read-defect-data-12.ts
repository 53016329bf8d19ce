import { bit, bits, i32, list, struct, u32 } from '../../codec/index.ts';
import { defineCommand } from '../../scsi/command.ts';

/** How the addresses of defects are given (SBC-2 5.2.2). */
export const DefectListFormat = { Blocks: 0, LongBlocks: 3, BytesFromIndex: 4, PhysicalSectors: 5 } as const;

const listFields = { primary: bit(1, 4), grown: bit(1, 3), format: bits(1, [2, 0]) } as const;

/** The blocks that are replaced: those that certifying found, and those found since (SBC-2 5.13). Of DVD-RAM; format 000b has addresses. */
export const readDefectData12 = defineCommand({
  name: 'READ DEFECT DATA(12)',
  opcode: 0xb7,
  clause: 'SBC-2 5.13',
  effect: 'reads',
  timeoutMs: 30_000,
  direction: 'in',
  payload: 'parameters',
  cdb: struct(12, { ...listFields, allocationLength: u32(6, 'bytes') }),
  reply: list({
    header: struct(8, { ...listFields, listLength: u32(4, 'bytes') }),
    lengthField: 'listLength',
    uncountedBytes: 8,
    entry: struct(4, { lba: i32(0) }),
  }),
});
