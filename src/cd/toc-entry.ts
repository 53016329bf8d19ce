import { struct, u8 } from '../codec/index.ts';
import { fromQByte, LEAD_IN_TRACK, Q_FRAME_BYTES, qCommonFields, qTimeFields, toQByte, withQCrc } from './q-channel.ts';

/** POINT values of a lead-in's Q entries that are not track numbers (ECMA-130 22.3.4; MMC-5 6.26; Orange Book). */
export const TocPoint = {
  FirstTrack: 0xa0,
  LastTrack: 0xa1,
  LeadOut: 0xa2,
  NextSession: 0xb0,
  /** A copy of the ATIP's special information. */
  Atip: 0xc0,
  /** A copy of the ATIP's additional information 1. */
  AdditionalInformation1: 0xc1,
} as const;

/** The kind of a session, in the seconds of {@link TocPoint.FirstTrack} (MMC-5 table 669). */
export const SessionFormat = { CdDaOrCdRom: 0x00, CdI: 0x10, CdRomXa: 0x20 } as const;

/** An entry of a table of contents, as in Q of a lead-in and, as plain numbers, in READ TOC. */
export interface TocEntry {
  readonly control: number;
  readonly adr: number;
  /** A track number or a {@link TocPoint}. */
  readonly point: number;
  readonly minute: number;
  readonly second: number;
  readonly frame: number;
  /** By `point`: an address; of the first and the last track, the number; of the first, the {@link SessionFormat}. */
  readonly pointMinute: number;
  readonly pointSecond: number;
  readonly pointFrame: number;
}

/** ECMA-130 22.3.4. */
const layout = struct(Q_FRAME_BYTES, { ...qCommonFields, track: u8(1), point: u8(2), ...qTimeFields });

const asIs = (value: number): number => value;

/** Whether an entry has bits of the ATIP instead of a time. */
const isAtipCopy = (point: number): boolean => point >= TocPoint.Atip;

/** Throws EncodeError for numbers that do not fit. */
export function encodeTocEntry({ control, adr, point, ...entry }: TocEntry): Uint8Array {
  const byte = isAtipCopy(point) ? asIs : toQByte;
  return withQCrc(
    layout.encode({
      control,
      adr,
      track: LEAD_IN_TRACK,
      point: toQByte(point),
      time: Uint8Array.of(byte(entry.minute), byte(entry.second), byte(entry.frame)),
      lastTime: Uint8Array.of(
        toQByte(entry.pointMinute),
        point === TocPoint.FirstTrack ? entry.pointSecond : toQByte(entry.pointSecond),
        toQByte(entry.pointFrame),
      ),
    }),
  );
}

/** Undefined for a frame that is not from a lead-in. The CRC is not checked. */
export function decodeTocEntry(bytes: Uint8Array): TocEntry | undefined {
  const { control, adr, track, ...fields } = layout.decode(bytes);
  if (track !== LEAD_IN_TRACK) return undefined;
  const point = fromQByte(fields.point);
  const number = isAtipCopy(point) ? asIs : fromQByte;
  const [minute = 0, second = 0, frame = 0] = fields.time;
  const [pointMinute = 0, pointSecond = 0, pointFrame = 0] = fields.lastTime;
  return {
    control,
    adr,
    point,
    minute: number(minute),
    second: number(second),
    frame: number(frame),
    pointMinute: fromQByte(pointMinute),
    pointSecond: point === TocPoint.FirstTrack ? pointSecond : fromQByte(pointSecond),
    pointFrame: fromQByte(pointFrame),
  };
}
