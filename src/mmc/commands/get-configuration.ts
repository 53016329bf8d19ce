import { bit, bits, choice, inHex, optional, recordList, struct, u8, u16, u32 } from '../../codec/index.ts';
import { defineCommand } from '../../scsi/command.ts';

/** Which features GET CONFIGURATION lists (MMC-5 6.6). */
export const RequestedFeatures = { All: 0, Current: 1, One: 2 } as const;
/** A value of the constant of the same name. */
export type RequestedFeatures = (typeof RequestedFeatures)[keyof typeof RequestedFeatures];

/**
 * The header and raw feature descriptors, one per entry (MMC-5 6.6). Their `data`, which begins at byte 4 of the standard's
 * tables, is decoded by features.ts.
 */
export const configuration = recordList({
  header: struct(8, { dataLength: u32(0, 'bytes'), currentProfile: inHex(u16(6), 4) }),
  lengthField: 'dataLength',
  uncountedBytes: 4,
  entry: struct(4, {
    code: inHex(u16(0), 4),
    version: optional(bits(2, [5, 2])),
    persistent: bit(2, 1),
    current: bit(2, 0),
    additionalLength: u8(3, 'bytes'),
  }),
  dataLengthField: 'additionalLength',
});

/** What the drive can do, and which of it applies to the loaded disc (MMC-5 6.6). */
export const getConfiguration = defineCommand({
  name: 'GET CONFIGURATION',
  opcode: 0x46,
  clause: 'MMC-5 6.6',
  effect: 'reads',
  timeoutMs: 30_000,
  direction: 'in',
  payload: 'parameters',
  cdb: struct(10, {
    requested: optional(choice(1, [1, 0], RequestedFeatures)),
    startingFeature: optional(inHex(u16(2), 4)),
    allocationLength: u16(7, 'bytes'),
  }),
  reply: configuration,
});
