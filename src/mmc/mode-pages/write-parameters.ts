import { TrackMode } from '../../cd/control.ts';
import { bit, bits, bytes, choice, late, struct, u8, u16, u32 } from '../../codec/index.ts';
import { defineModePage } from '../../scsi/mode-page.ts';

/** How WRITE writes blocks to the disc (MMC-5 table 664). */
export const WriteType = { Packet: 0, TrackAtOnce: 1, SessionAtOnce: 2, Raw: 3, LayerJump: 4 } as const;
/** A value of the constant of the same name. */
export type WriteType = (typeof WriteType)[keyof typeof WriteType];

/** What CLOSE SESSION leaves room for (MMC-5 table 666). */
export const MultiSession = {
  /** 00b: no B0 pointer, no next session. */
  NoNextSession: 0,
  /** 01b: B0 pointer FF:FF:FF, no next session. */
  NoNextSessionFinalPointer: 1,
  /** 11b: B0 points to the next program area. */
  NextSessionAllowed: 3,
} as const;
/** A value of the constant of the same name. */
export type MultiSession = (typeof MultiSession)[keyof typeof MultiSession];

export { TrackMode };

/** What a block of WRITE data holds (MMC-5 table 668). */
export const DataBlockType = {
  Raw: 0,
  RawPq: 1,
  RawPwPacked: 2,
  RawPwRaw: 3,
  Mode1: 8,
  Mode2: 9,
  Mode2Form1: 10,
  Mode2Form1SubHeader: 11,
  Mode2Form2: 12,
  Mode2Mixed: 13,
} as const;
/** A value of the constant of the same name. */
export type DataBlockType = (typeof DataBlockType)[keyof typeof DataBlockType];

/** The Write Parameters mode page: everything that WRITE needs to know (MMC-5 7.5). */
export const writeParametersPage = defineModePage({
  code: 0x05,
  name: 'Write Parameters',
  clause: 'MMC-5 7.5',
  layout: struct(
    52,
    {
      bufferUnderrunFree: bit(2, 6), // BUFE
      linkSizeValid: bit(2, 5), // LS_V
      testWrite: bit(2, 4),
      writeType: choice(2, [3, 0], WriteType),
      multiSession: choice(3, [7, 6], MultiSession),
      fixedPacket: bit(3, 5), // FP
      copy: bit(3, 4), // SCMS: copying denied
      trackMode: choice(3, [3, 0], TrackMode),
      dataBlockType: choice(4, [3, 0], DataBlockType),
      linkSize: u8(5, 'blocks'),
      hostApplicationCode: bits(7, [5, 0]),
      sessionFormat: u8(8), // see SessionFormat
      packetSizeBlocks: u32(10, 'blocks'),
      audioPauseBlocks: u16(14, 'blocks'), // 75 blocks = 1 s
      mediaCatalogNumber: late(bytes(16, 16)), // 80h, then 13 digits
      isrc: late(bytes(32, 16)), // 80h, then 12 characters
      subHeader: late(bytes(48, 4)),
    },
    { minimumBytes: 16, validIf: { linkSize: 'linkSizeValid' } }, // WRITE goes by everything up to here
  ),
});
