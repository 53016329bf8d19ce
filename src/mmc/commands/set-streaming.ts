import { bit, choice, i32, optional, struct, u8, u16, u32 } from '../../codec/index.ts';
import { defineCommand } from '../../scsi/command.ts';

/** MMC-5 6.39. */
export const WriteRotationControl = { DefaultRotation: 0, Cav: 1 } as const;

/** Requested speeds between two blocks: a number of kB in a number of ms (MMC-5 6.39). */
export const performanceDescriptor = struct(28, {
  writeRotationControl: optional(choice(0, [4, 3], WriteRotationControl)),
  restoreDefaults: bit(0, 2), // RDD: everything else is ignored
  exact: bit(0, 1), // refuse rather than round
  randomAccess: bit(0, 0),
  startLba: i32(4),
  endLba: i32(8),
  readKB: u32(12, 'kB'),
  readMs: optional(u32(16, 'ms'), 1000),
  writeKB: u32(20, 'kB'),
  writeMs: optional(u32(24, 'ms'), 1000),
});

/** Sets speeds where SET CD SPEED does not apply: every disc newer than CD (MMC-5 6.39). */
export const setStreaming = defineCommand({
  name: 'SET STREAMING',
  opcode: 0xb6,
  clause: 'MMC-5 6.39',
  effect: 'reads',
  timeoutMs: 30_000,
  direction: 'out',
  payload: 'parameters',
  cdb: struct(12, {
    type: optional(u8(8)), // 0: performance descriptor; 5: cache zones
    parameterListLength: optional(u16(9, 'bytes')),
  }),
  parameters: performanceDescriptor,
  lengthField: 'parameterListLength',
});
