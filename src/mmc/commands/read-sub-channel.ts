import { CATALOG_NUMBER_DIGITS, ISRC_CHARACTERS } from '../../cd/identifiers.ts';
import { allLate, bit, bits, bytes, choice, fixed, formattedBy, optional, struct, u8, u16 } from '../../codec/index.ts';
import { defineCommand } from '../../scsi/command.ts';

/** What READ SUB-CHANNEL reads (MMC-3 6.29). */
export const SubChannelFormat = { Position: 1, CatalogNumber: 2, Isrc: 3 } as const;
/** A value of the constant of the same name. */
export type SubChannelFormat = (typeof SubChannelFormat)[keyof typeof SubChannelFormat];

/** What the drive's own player does (MMC-3 6.29). */
export const AudioStatus = {
  Invalid: 0x00,
  Playing: 0x11,
  Paused: 0x12,
  Completed: 0x13,
  Failed: 0x14,
  None: 0x15,
} as const;

const asciiInWords = (characters: Uint8Array): string => `"${new TextDecoder('latin1').decode(characters)}"`;

const cdbOf = (format: SubChannelFormat) =>
  struct(10, {
    msf: bit(1, 1),
    subQ: optional(bits(2, [6, 6]), 1), // 0: only the header
    format: optional(choice(3, [7, 0], SubChannelFormat), format),
    track: optional(u8(6)), // the one whose ISRC is read
    allocationLength: optional(u16(7, 'bytes'), 24),
  });

const common = {
  opcode: 0x42,
  clause: 'MMC-3 6.29',
  effect: 'reads',
  timeoutMs: 240_000,
  direction: 'in',
  payload: 'parameters',
} as const;
const header = {
  audioStatus: optional(choice(1, [7, 0], AudioStatus), AudioStatus.None),
  dataLength: optional(u16(2, 'bytes'), 20),
};
/** A drive that found nothing may send no more than the header. */
const headerFirst = { minimumBytes: 4, ownLength: { field: 'dataLength', uncountedBytes: 4 } } as const;

/** The disc's catalogue number (UPC/EAN). The drive looks for it in the Q sub-channel, which takes a while. See MMC-3 6.29. */
export const readCatalogNumber = defineCommand({
  ...common,
  name: 'READ SUB-CHANNEL (catalogue number)',
  cdb: cdbOf(SubChannelFormat.CatalogNumber),
  reply: struct(
    24,
    {
      ...header,
      ...allLate({
        format: fixed(u8(4), SubChannelFormat.CatalogNumber),
        valid: bit(8, 7),
        digits: formattedBy(bytes(9, CATALOG_NUMBER_DIGITS), asciiInWords),
      }),
    },
    { ...headerFirst, validIf: { digits: 'valid' } },
  ),
});

/** A track's ISRC (MMC-3 6.29). */
export const readIsrc = defineCommand({
  ...common,
  name: 'READ SUB-CHANNEL (ISRC)',
  cdb: cdbOf(SubChannelFormat.Isrc),
  reply: struct(
    24,
    {
      ...header,
      ...allLate({
        format: fixed(u8(4), SubChannelFormat.Isrc),
        adr: optional(bits(5, [7, 4])),
        control: optional(bits(5, [3, 0])),
        track: optional(u8(6)),
        valid: bit(8, 7),
        isrc: formattedBy(bytes(9, ISRC_CHARACTERS), asciiInWords),
      }),
    },
    { ...headerFirst, validIf: { isrc: 'valid' } },
  ),
});
