import { bit, bytes, choice, inHex, late, list, struct, text, u8, u16, u32 } from '../../codec/index.ts';
import { STRUCTURE_HEADER_BYTES, structureHeader } from './header.ts';

/*
 * Format 30h of DVD+R and DVD+RW: Disc Control Blocks of 32 KiB each (MMC-6 6.22.3.2.22, ECMA-337). Places as in Microsoft's
 * ntddcdvd.h. The address of the CDB is the content descriptor of the block that is read.
 */

/** Content descriptors: which block it is. */
export const ControlBlock = {
  Formatting: 0x46444300, // FDC
  WriteInhibit: 0x57444300, // WDC
  Session: 0x53444300, // SDC
  List: 0xffffffff,
} as const;
/** A value of the constant of the same name. */
export type ControlBlock = (typeof ControlBlock)[keyof typeof ControlBlock];

const PROHIBITS = 11;
const VENDOR_BYTES = 32;

/** What every control block begins with. The four bits say what a drive that does not know the block must not do. */
const blockHeader = {
  ...structureHeader,
  content: inHex(u32(4), 8), // see ControlBlock
  prohibitsModification: bit(PROHIBITS, 3), // of this block
  prohibitsFormatting: bit(PROHIBITS, 2),
  prohibitsReading: bit(PROHIBITS, 1), // of control blocks
  prohibitsRecording: bit(PROHIBITS, 0), // in the user data area
  vendor: late(bytes(12, VENDOR_BYTES)), // identifies the drive that wrote it
};
const BLOCK_HEADER_BYTES = STRUCTURE_HEADER_BYTES + 8 + VENDOR_BYTES;
const BLOCK_BYTES = 32_768;

/** Whether a disc can be written, as far as its write inhibit block says. */
export const WriteInhibit = { None: 0, Writing: 1, WritingAndFormatting: 2 } as const;

/** WDCB: forbids writing, until a password is sent or without one. Sent, it changes that. */
export const writeInhibitBlock = struct(
  STRUCTURE_HEADER_BYTES + BLOCK_BYTES,
  {
    ...blockHeader,
    updates: late(u32(BLOCK_HEADER_BYTES)),
    needsPassword: late(bit(BLOCK_HEADER_BYTES + 7, 7)),
    status: late(choice(BLOCK_HEADER_BYTES + 7, [1, 0], WriteInhibit)),
    password: late(bytes(BLOCK_HEADER_BYTES + 24, 32)),
  },
  { minimumBytes: 12 },
);

/** SDCB: the sessions and fragments of a DVD+R or DVD+RW; each of the 504 items of 16 bytes is raw. */
export const sessionBlock = struct(
  STRUCTURE_HEADER_BYTES + BLOCK_BYTES,
  {
    ...blockHeader,
    session: late(u16(BLOCK_HEADER_BYTES)),
    discId: late(bytes(BLOCK_HEADER_BYTES + 24, 32)),
    items: late(bytes(BLOCK_HEADER_BYTES + 88, 504 * 16)),
  },
  { minimumBytes: 12 },
);

/** FDCB of DVD+RW: how far the disc is formatted. Its fields beyond the header are the drives' business. */
export const formattingBlock = struct(
  STRUCTURE_HEADER_BYTES + BLOCK_BYTES,
  { ...blockHeader, data: late(bytes(BLOCK_HEADER_BYTES, BLOCK_BYTES - 40)) },
  { minimumBytes: 12 },
);

/** Which control blocks the drive reads and writes of this disc: the readable ones first, then the writable ones. */
export const controlBlockList = list({
  header: struct(BLOCK_HEADER_BYTES + 4, {
    ...blockHeader,
    readable: u8(BLOCK_HEADER_BYTES + 1),
    writable: u8(BLOCK_HEADER_BYTES + 3),
  }),
  lengthField: 'dataLength',
  uncountedBytes: 2,
  entry: struct(4, { content: text(0, 4) }), // FDC, SDC
});
