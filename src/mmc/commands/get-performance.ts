import { bit, bits, bytes, choice, i32, list, optional, struct, u8, u16, u32 } from '../../codec/index.ts';
import { defineCommand } from '../../scsi/command.ts';
import { RotationControl } from './set-cd-speed.ts';

/** What GET PERFORMANCE returns (MMC-5 6.8). */
export const PerformanceType = {
  Performance: 0,
  UnusableArea: 1,
  DefectStatus: 2,
  WriteSpeed: 3,
  Dbi: 4,
  DbiCacheZone: 5,
} as const;
/** A value of the constant of the same name. */
export type PerformanceType = (typeof PerformanceType)[keyof typeof PerformanceType];

/** What type 00h returns: the nominal values, or only where they do not hold (MMC-5 6.8). */
export const PerformanceExceptions = { Nominal: 0, WholeMedium: 1, Exceptions: 2 } as const;

const performanceCdb = (type: PerformanceType) =>
  struct(12, {
    tolerance: optional(bits(1, [4, 3]), type === PerformanceType.Performance ? 2 : 0), // 10b: 10 % nominal, 20 % exceptions
    write: bit(1, 2),
    exceptions: optional(choice(1, [1, 0], PerformanceExceptions)),
    startLba: optional(i32(2)),
    maxDescriptors: optional(u16(8), 100),
    type: optional(choice(10, [7, 0], PerformanceType), type),
  });

const header = struct(8, {
  dataLength: u32(0, 'bytes'),
  write: bit(4, 1),
  exceptions: bit(4, 0),
});

const nominalEntry = struct(16, {
  startLba: i32(0),
  startKBps: u32(4, 'kB/s'),
  endLba: i32(8),
  endKBps: u32(12, 'kB/s'),
});

/** A speed that the drive has for the loaded disc (MMC-5 6.8). */
export const writeSpeedDescriptor = struct(16, {
  rotationControl: optional(choice(0, [4, 3], RotationControl)),
  restoreDefaults: bit(0, 2), // RDD
  exact: bit(0, 1),
  mixedReadWrite: bit(0, 0), // MRW: suitable for reading and writing in turn
  endLba: i32(4), // the capacity for which the speeds hold
  readKBps: u32(8, 'kB/s'),
  writeKBps: u32(12, 'kB/s'),
});

const common = {
  opcode: 0xac,
  clause: 'MMC-5 6.8',
  effect: 'reads',
  timeoutMs: 30_000,
  direction: 'in',
  payload: 'parameters',
} as const;

/** Type 00h, nominal: how fast the drive reads, or with `write` writes, over which ranges (MMC-5 6.8). */
export const getPerformance = defineCommand({
  ...common,
  name: 'GET PERFORMANCE',
  cdb: performanceCdb(PerformanceType.Performance),
  reply: list({ header, lengthField: 'dataLength', uncountedBytes: 4, entry: nominalEntry }),
  replyBytes: ({ maxDescriptors }) => 8 + 16 * maxDescriptors,
});

/** Type 00h, exceptions: blocks where the nominal speed does not hold, and how long a seek there takes (MMC-5 6.8). */
export const getPerformanceExceptions = defineCommand({
  ...common,
  name: 'GET PERFORMANCE (exceptions)',
  cdb: performanceCdb(PerformanceType.Performance),
  reply: list({
    header,
    lengthField: 'dataLength',
    uncountedBytes: 4,
    entry: struct(6, { lba: i32(0), seekTime: u16(4, 'x 100 ms') }),
  }),
  replyBytes: ({ maxDescriptors }) => 8 + 6 * maxDescriptors,
});

/** Type 03h: the speeds at which the loaded disc can be written, fastest first (MMC-5 6.8). */
export const getWriteSpeeds = defineCommand({
  ...common,
  name: 'GET PERFORMANCE (write speeds)',
  cdb: performanceCdb(PerformanceType.WriteSpeed),
  reply: list({ header, lengthField: 'dataLength', uncountedBytes: 4, entry: writeSpeedDescriptor }),
  replyBytes: ({ maxDescriptors }) => 8 + 16 * maxDescriptors,
});

/** Type 01h: blocks of the disc that cannot be used, from an address on: spare areas and what separates zones (MMC-5 6.8). */
export const getUnusableArea = defineCommand({
  ...common,
  name: 'GET PERFORMANCE (unusable area)',
  cdb: performanceCdb(PerformanceType.UnusableArea),
  reply: list({
    header,
    lengthField: 'dataLength',
    uncountedBytes: 4,
    entry: struct(8, { lba: i32(0), blocks: u32(4, 'blocks') }),
  }),
  replyBytes: ({ maxDescriptors }) => 8 + 8 * maxDescriptors,
});

/** Bytes of a descriptor of type 02h, and of the bits in it. */
const DEFECT_STATUS_BYTES = 2048;
const DEFECT_STATUS_BITS_AT = 10;

/**
 * A bit for each ECC block between two addresses, 1 where certifying found it bad; the bit `firstBit` of byte 10, counted from the
 * lowest, is that of the first (MMC-5 6.8, as it was explained on the T10 reflector in January 2005).
 */
export const defectStatusDescriptor = struct(DEFECT_STATUS_BYTES, {
  startLba: i32(0),
  endLba: i32(4),
  blocking: u8(8, 'blocks'),
  firstBit: bits(9, [2, 0]),
  defects: bytes(DEFECT_STATUS_BITS_AT, DEFECT_STATUS_BYTES - DEFECT_STATUS_BITS_AT),
});

/** Type 02h: which ECC blocks of a DVD-RW or DVD-RAM are bad (MMC-5 6.8). */
export const getDefectStatus = defineCommand({
  ...common,
  name: 'GET PERFORMANCE (defect status)',
  cdb: performanceCdb(PerformanceType.DefectStatus),
  reply: list({ header, lengthField: 'dataLength', uncountedBytes: 4, entry: defectStatusDescriptor }),
  replyBytes: ({ maxDescriptors }) => 8 + DEFECT_STATUS_BYTES * maxDescriptors,
});

/** Type 04h: defective blocks that the drive has noticed and still remembers. What follows the address is left raw. See MMC-5 6.8. */
export const getDefectiveBlocks = defineCommand({
  ...common,
  name: 'GET PERFORMANCE (defective blocks)',
  cdb: performanceCdb(PerformanceType.Dbi),
  reply: list({
    header,
    lengthField: 'dataLength',
    uncountedBytes: 4,
    entry: struct(8, { lba: i32(0), information: bytes(4, 4) }),
  }),
  replyBytes: ({ maxDescriptors }) => 8 + 8 * maxDescriptors,
});

/** Type 05h: the zones in which the drive remembers defective blocks. What follows the address is left raw. See MMC-5 6.8. */
export const getDefectCacheZones = defineCommand({
  ...common,
  name: 'GET PERFORMANCE (defect cache zones)',
  cdb: performanceCdb(PerformanceType.DbiCacheZone),
  reply: list({
    header,
    lengthField: 'dataLength',
    uncountedBytes: 4,
    entry: struct(8, { startLba: i32(0), information: bytes(4, 4) }),
  }),
  replyBytes: ({ maxDescriptors }) => 8 + 8 * maxDescriptors,
});
