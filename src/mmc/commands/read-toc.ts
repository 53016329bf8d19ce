import { MOST_TRACKS } from '../../cd/geometry.ts';
import { LEAD_OUT_TRACK, QMode } from '../../cd/q-channel.ts';
import {
  bits,
  choice,
  fixed,
  formattedBy,
  hexNumber,
  i32,
  list,
  optional,
  struct,
  u8,
  u16,
} from '../../codec/index.ts';
import { defineCommand } from '../../scsi/command.ts';

/** What READ TOC/PMA/ATIP reads (MMC-5 6.26). */
export const TocFormat = { Toc: 0, SessionInfo: 1, FullToc: 2, Pma: 3, Atip: 4, CdText: 5 } as const;
/** A value of the constant of the same name. */
export type TocFormat = (typeof TocFormat)[keyof typeof TocFormat];

export { LEAD_OUT_TRACK };

/** Track numbers are decimal; anything else is hexadecimal: AAh, A0h. */
export const trackOrPoint = (value: number): string => (value > MOST_TRACKS ? hexNumber(value) : String(value));

/** The CDB of every format; `format` and `msf` default to what the format requires. */
export const tocCdb = (format: TocFormat, msf: 0 | 1) =>
  struct(10, {
    msf: optional(bits(1, [1, 1]), msf), // 1: addresses are minute, second, frame
    format: optional(choice(2, [3, 0], TocFormat), format),
    trackOrSession: optional(formattedBy(u8(6), trackOrPoint)), // the first track (format 0) or session (format 2) to be listed
    allocationLength: u16(7, 'bytes'),
    legacyFormat: optional(bits(9, [7, 6])), // where SFF-8020 drives have the format
  });

/** What every form of READ TOC/PMA/ATIP has in common (MMC-5 6.26). */
export const readTocCommon = {
  opcode: 0x43,
  clause: 'MMC-5 6.26',
  effect: 'reads',
  timeoutMs: 240_000,
  direction: 'in',
  payload: 'parameters',
} as const;

const trackListHeader = struct(4, { dataLength: u16(0, 'bytes'), firstTrack: u8(2), lastTrack: u8(3) });
const sessionHeader = struct(4, { dataLength: u16(0, 'bytes'), firstSession: u8(2), lastSession: u8(3) });

const trackFields = {
  adr: optional(bits(1, [7, 4]), QMode.Position),
  control: bits(1, [3, 0]), // CONTROL nibble of the Q channel: see cd/control.ts
  track: formattedBy(u8(2), trackOrPoint),
};
const lbaEntry = struct(8, { ...trackFields, startLba: i32(4) });
const msfEntry = struct(8, { ...trackFields, minute: u8(5), second: u8(6), frame: u8(7) });

/** Format 0, MSF 0: tracks and lead-out (AAh), by LBA (MMC-5 6.26). */
export const readToc = defineCommand({
  ...readTocCommon,
  name: 'READ TOC',
  cdb: tocCdb(TocFormat.Toc, 0),
  reply: list({ header: trackListHeader, lengthField: 'dataLength', uncountedBytes: 2, entry: lbaEntry }),
});

/** Format 0, MSF 1 (MMC-5 6.26). */
export const readTocMsf = defineCommand({
  ...readTocCommon,
  name: 'READ TOC (MSF)',
  cdb: tocCdb(TocFormat.Toc, 1),
  reply: list({ header: trackListHeader, lengthField: 'dataLength', uncountedBytes: 2, entry: msfEntry }),
});

/** Format 1, MSF 0: the first track of the last complete session (MMC-5 6.26). */
export const readSessionInfo = defineCommand({
  ...readTocCommon,
  name: 'READ TOC (session information)',
  cdb: tocCdb(TocFormat.SessionInfo, 0),
  reply: list({ header: sessionHeader, lengthField: 'dataLength', uncountedBytes: 2, entry: lbaEntry }),
});

/** Format 1, MSF 1 (MMC-5 6.26). */
export const readSessionInfoMsf = defineCommand({
  ...readTocCommon,
  name: 'READ TOC (session information, MSF)',
  cdb: tocCdb(TocFormat.SessionInfo, 1),
  reply: list({ header: sessionHeader, lengthField: 'dataLength', uncountedBytes: 2, entry: msfEntry }),
});

const rawEntryFields = {
  adr: optional(bits(1, [7, 4]), QMode.Position),
  control: bits(1, [3, 0]),
  tno: fixed(u8(2)), // always that of a lead-in
  point: formattedBy(u8(3), trackOrPoint), // a track or one of TocPoint
  minute: optional(u8(4)),
  second: optional(u8(5)),
  frame: optional(u8(6)),
  zero: fixed(u8(7)),
  pointMinute: optional(u8(8)),
  pointSecond: optional(u8(9)),
  pointFrame: optional(u8(10)),
};

/** Format 2: every Q entry of the lead-ins, session by session; addresses are always MSF (MMC-5 6.26). */
export const readFullToc = defineCommand({
  ...readTocCommon,
  name: 'READ TOC (full)',
  cdb: tocCdb(TocFormat.FullToc, 1),
  reply: list({
    header: sessionHeader,
    lengthField: 'dataLength',
    uncountedBytes: 2,
    entry: struct(11, { session: u8(0), ...rawEntryFields }),
  }),
});

/** Format 3: the Program Memory Area, where an unfinished session's tracks are recorded (MMC-5 6.26). */
export const readPma = defineCommand({
  ...readTocCommon,
  name: 'READ PMA',
  cdb: tocCdb(TocFormat.Pma, 1),
  reply: list({
    header: struct(4, { dataLength: u16(0, 'bytes') }),
    lengthField: 'dataLength',
    uncountedBytes: 2,
    entry: struct(11, rawEntryFields),
  }),
});
