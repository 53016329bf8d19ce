import { LEAD_IN_TRACK, LEAD_OUT_TRACK, QMode } from '../../cd/q-channel.ts';
import {
  bit,
  bits,
  bytes,
  type Codec,
  entriesOf,
  formattedBy,
  inHex,
  struct,
  u8,
  u24,
  type ValuesOf,
} from '../../codec/index.ts';
import { defineCommand } from '../../scsi/command.ts';
import { trackOrPoint } from './read-toc.ts';

/** What a cue sheet entry contains: its ADR field (MMC-5 6.33). */
export const CueAdr = {
  Position: QMode.Position,
  CatalogNumber: QMode.CatalogNumber,
  Isrc: QMode.Isrc,
} as const;

/** TNO of the lead-in and of the lead-out. */
export const CUE_LEAD_IN = LEAD_IN_TRACK;
/** The track number of the lead-out in a cue sheet (MMC-5 6.33). */
export const CUE_LEAD_OUT = LEAD_OUT_TRACK;

/** Main data of a block in a cue sheet: how much of it the host sends (MMC-5 6.33). */
export const CueDataForm = {
  /** 2,352 bytes. */
  Audio: 0x00,
  /** The drive generates silence; always so in lead-in and lead-out. */
  AudioPause: 0x01,
  /** 2,048 bytes. */
  Mode1: 0x10,
  /** The drive generates empty blocks. */
  Mode1Pause: 0x14,
  /** CD-ROM XA: 2,336 bytes, of which the drive makes EDC and ECC itself. */
  Xa: 0x20,
  /** The drive generates empty blocks of CD-ROM XA. */
  XaPause: 0x24,
} as const;
/** A value of the constant of the same name. */
export type CueDataForm = (typeof CueDataForm)[keyof typeof CueDataForm];

/** Sub-channel of the lead-in in a cue sheet: the host sends 96 bytes per block, which are CD-TEXT (MMC-3 annex J). */
export const CUE_SUB_CHANNEL_RAW = 1;

/** An entry of a cue sheet: 8 bytes (MMC-5 6.33). */
export const cueEntry = struct(8, {
  control: bits(0, [7, 4]), // CONTROL nibble of the Q channel: see cd/control.ts
  adr: bits(0, [3, 0]),
  content: bytes(1, 7), // by ADR: a cuePosition, or half of an identifier
});
/** An entry of a cue sheet, decoded (MMC-5 6.33). */
export type CueEntry = ValuesOf<(typeof cueEntry)['fields']>;

/** The content of an entry with ADR 1: what begins where. Addresses are absolute, 00:00:00 being LBA -150. */
export const cuePosition = struct(7, {
  track: formattedBy(u8(0), trackOrPoint),
  index: u8(1),
  subChannelForm: bits(2, [7, 6]),
  dataForm: inHex(bits(2, [5, 0])), // see CueDataForm
  alternateCopy: bit(3, 7), // SCMS
  minute: u8(4),
  second: u8(5),
  frame: u8(6),
});
/** What begins where in a cue sheet (MMC-5 6.33). Addresses are absolute, in frames of 1/75 s. */
export type CuePosition = ValuesOf<(typeof cuePosition)['fields']>;

const entries = entriesOf(cueEntry);

/** The entries of a cue sheet in order: identifiers, lead-in, indexes of each track, lead-out. */
export const cueSheetEntries: Codec<readonly CueEntry[]> = {
  ...entries,
  describe: (source) =>
    entries.decode(source).flatMap((entry, index) => {
      const words =
        entry.adr === CueAdr.Position
          ? cuePosition.describe(entry.content)
          : [{ name: 'content', text: String.fromCharCode(...entry.content).replace(/[^ -~]/g, '.') }];
      return [{ name: 'control', text: String(entry.control) }, { name: 'adr', text: String(entry.adr) }, ...words].map(
        ({ name, text }) => ({ name: `[${index}].${name}`, text }),
      );
    }),
};

/** An entry that says where something begins. */
export const cueAt = (control: number, position: Parameters<typeof cuePosition.encode>[0]): CueEntry => ({
  control,
  adr: CueAdr.Position,
  content: cuePosition.encode(position),
});

/** The two entries of a catalogue number (13 digits), which come before the lead-in's. */
export const cueCatalogNumber = (digits: string): CueEntry[] => [
  { control: 0, adr: CueAdr.CatalogNumber, content: characters(digits.slice(0, 7)) },
  { control: 0, adr: CueAdr.CatalogNumber, content: characters(digits.slice(7)) },
];

/** The two entries of an ISRC (12 characters), which come before those of its track. */
export const cueIsrc = (control: number, track: number, isrc: string): CueEntry[] =>
  [isrc.slice(0, 6), isrc.slice(6)].map((half) => ({
    control,
    adr: CueAdr.Isrc,
    content: Uint8Array.of(track, ...characters(half).subarray(0, 6)),
  }));

function characters(text: string): Uint8Array {
  const content = new Uint8Array(7);
  content.set(new TextEncoder().encode(text));
  return content;
}

/** Lays out a session that is then written in one go (MMC-5 6.33). The Write Type must be Session-At-Once. */
export const sendCueSheet = defineCommand({
  name: 'SEND CUE SHEET',
  opcode: 0x5d,
  clause: 'MMC-5 6.33',
  effect: 'writes',
  timeoutMs: 200_000,
  direction: 'out',
  payload: 'parameters',
  cdb: struct(10, { cueSheetBytes: u24(6, 'bytes') }),
  parameters: cueSheetEntries,
  lengthField: 'cueSheetBytes',
});
