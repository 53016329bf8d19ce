import {
  type ArgumentsOf,
  bit,
  bits,
  type Codec,
  choice,
  i32,
  late,
  optional,
  struct,
  u16,
  u16Split,
  u32,
  type ValuesOf,
} from '../../codec/index.ts';
import { defineCommand } from '../../scsi/command.ts';

/** What the address in READ TRACK INFORMATION is (MMC-5 6.27). */
export const TrackAddressType = { Lba: 0, Track: 1, Session: 2 } as const;

/** Track number FFh: the incomplete ("invisible") track, where the next WRITE goes (MMC-5 6.27). */
export const INCOMPLETE_TRACK = 0xff;

/** Data Mode of a track: Fh for audio, and where it is unknown (MMC-5 table 440). */
export const DataMode = { Mode1: 1, Mode2: 2, None: 0xf } as const;

/** Of DVD-R DL: whether blocks are recorded layer by layer, jumping between them (MMC-6 6.26). */
export const LayerJumpStatus = { None: 0, Unspecified: 1, ManualJump: 2, RegularInterval: 3 } as const;

const fields = {
  dataLength: u16(0, 'bytes'),
  track: u16Split(32, 2),
  session: u16Split(33, 3),
  layerJump: optional(choice(5, [7, 6], LayerJumpStatus)), // LJRS
  damage: bit(5, 5),
  copy: bit(5, 4),
  trackMode: bits(5, [3, 0]), // CONTROL nibble of the Q channel: see cd/control.ts
  reserved: bit(6, 7), // RT
  blank: bit(6, 6),
  packet: bit(6, 5),
  fixedPacket: bit(6, 4),
  dataMode: bits(6, [3, 0]), // see DataMode
  lastRecordedValid: bit(7, 1), // LRA_V
  nextWritableValid: bit(7, 0), // NWA_V
  startLba: i32(8),
  nextWritableLba: i32(12),
  freeBlocks: u32(16, 'blocks'),
  fixedPacketBlocks: u32(20, 'blocks'), // of DVD and BD the ECC block
  lengthBlocks: u32(24, 'blocks'), // recorded by layer jump: the address of the last block
  lastRecordedLba: late(i32(28)),
} as const;

const options = {
  minimumBytes: 28,
  ownLength: { field: 'dataLength', uncountedBytes: 2 },
  validIf: { nextWritableLba: 'nextWritableValid', lastRecordedLba: 'lastRecordedValid' },
} as const;

/** Track Information Block (MMC-5 6.27). Older drives return 28 bytes. */
export const trackInformationBlock = struct(36, fields, options);

/** The same with what MMC-5 and MMC-6 (6.26) added for DVD. */
export const longTrackInformationBlock = struct(
  48,
  {
    ...fields,
    readCompatibilityLba: late(i32(36)), // DVD-R DL, DVD-RW: from here on older drives may not read it
    nextLayerJumpLba: late(i32(40)),
    lastLayerJumpLba: late(i32(44)),
  },
  options,
);

type LongValues = ValuesOf<typeof longTrackInformationBlock.fields>;
type LongArguments = ArgumentsOf<typeof longTrackInformationBlock.fields>;

/** The longer block, decoded as far as it is there, and encoded only where it has one of its own fields. */
const reply: Codec<LongValues, LongArguments> = {
  ...longTrackInformationBlock,
  encode: (values) =>
    values.readCompatibilityLba === undefined && values.nextLayerJumpLba === undefined
      ? trackInformationBlock.encode(values)
      : longTrackInformationBlock.encode(values),
};

/** Where a track begins and ends and where writing continues (MMC-5 6.27). */
export const readTrackInformation = defineCommand({
  name: 'READ TRACK INFORMATION',
  opcode: 0x52,
  clause: 'MMC-5 6.27',
  effect: 'reads',
  timeoutMs: 240_000, // drives answer only when a close or a flush is finished
  direction: 'in',
  payload: 'parameters',
  cdb: struct(10, {
    open: bit(1, 2),
    addressType: choice(1, [1, 0], TrackAddressType),
    address: i32(2), // an LBA, a track number or a session number
    allocationLength: u16(7, 'bytes'),
  }),
  reply,
});
