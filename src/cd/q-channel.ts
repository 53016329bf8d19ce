import { bits, bytes, fromBcd, optional, struct, toBcd, u16 } from '../codec/index.ts';
import { crc16 } from './crc16.ts';

export const Q_FRAME_BYTES = 12;

/** ADR: what the data of a Q frame is (ECMA-130 22.3.2). Mode 5 is for recorders (Orange Book part II). */
export const QMode = { Position: 1, CatalogNumber: 2, Isrc: 3, Pointer: 5 } as const;

/** Track number of the lead-in. */
export const LEAD_IN_TRACK = 0x00;
/** Track number of the lead-out. */
export const LEAD_OUT_TRACK = 0xaa;

const crcField = optional(u16(10));

/** The fields of every Q frame, for the structs of each mode. */
export const qCommonFields = { control: bits(0, [7, 4]), adr: bits(0, [3, 0]), crc: crcField };

/** Where the two times of a frame of mode 1 are. */
export const Q_TIME_BYTE = 3;
export const Q_LAST_TIME_BYTE = 7;

/** These times, in binary-coded decimal. */
export const qTimeFields = { time: bytes(Q_TIME_BYTE, 3), lastTime: bytes(Q_LAST_TIME_BYTE, 3) };

/** From here a byte is not a number but a code: a point, the lead-out's track, FFh where there is no address. */
const FIRST_CODE = 0xa0;
export const fromQByte = (byte: number): number => (byte >= FIRST_CODE ? byte : fromBcd(byte));
export const toQByte = (value: number): number => (value >= FIRST_CODE ? value : toBcd(value));

/** Fills in the CRC. */
export function withQCrc<B extends Uint8Array>(frame: B): B {
  crcField.encode(frame, crcOf(frame), 'crc');
  return frame;
}

const crcOf = (frame: Uint8Array): number => crc16(frame, Q_FRAME_BYTES - 2);

export const isQIntact = (frame: Uint8Array): boolean => crcField.decode(frame) === crcOf(frame);

/** Whether the CRC was left out, as drives may (MMC-5 6.20). */
export const hasNoQCrc = (frame: Uint8Array): boolean => crcField.decode(frame) === 0;

const head = struct(Q_FRAME_BYTES, qCommonFields);

/** The ADR of a frame: one of {@link QMode}, or another. */
export const qModeOf = (frame: Uint8Array): number => head.decode(frame).adr;
