import { bits, choice, list, optional, struct, u8, u16, u24, u32 } from '../../codec/index.ts';
import { defineCommand } from '../../scsi/command.ts';
import { FormatType } from './format-unit.ts';

/**
 * What the first capacity of READ FORMAT CAPACITIES is (MMC-6 6.23): that of the disc as it is, or the most that it could have. Unknown
 * without a disc, and of a DVD-RW whose border is open.
 */
export const CapacityType = { Unformatted: 1, Formatted: 2, Unknown: 3 } as const;
/** A value of the constant of the same name. */
export type CapacityType = (typeof CapacityType)[keyof typeof CapacityType];

/** The Current/Maximum Capacity Descriptor after the length of the list. */
const currentCapacity = struct(12, {
  listLength: u8(3, 'bytes'),
  blocks: u32(4, 'blocks'),
  capacityType: choice(8, [1, 0], CapacityType),
  blockBytes: u24(9, 'bytes'),
});

/**
 * A format that FORMAT UNIT could make (MMC-6 6.23). `parameter` depends on the type: usually bytes per block; of grow and add
 * formats and of CD-RW and DVD-RW formats the packet or ECC block in blocks.
 */
export const formattableCapacity = struct(8, {
  blocks: u32(0, 'blocks'),
  formatType: choice(4, [7, 2], FormatType),
  subType: optional(bits(4, [1, 0])),
  parameter: u24(5),
});

/** How large the disc is, or could be, and the formats that the drive offers for it (MMC-6 6.23). */
export const readFormatCapacities = defineCommand({
  name: 'READ FORMAT CAPACITIES',
  opcode: 0x23,
  clause: 'MMC-6 6.23',
  effect: 'reads',
  timeoutMs: 240_000, // drives answer some queries only when a close or a format is finished
  direction: 'in',
  payload: 'parameters',
  cdb: struct(10, { allocationLength: u16(7, 'bytes') }),
  reply: list({ header: currentCapacity, lengthField: 'listLength', uncountedBytes: 4, entry: formattableCapacity }),
});
