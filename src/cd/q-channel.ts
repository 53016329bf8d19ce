import { bits, bytes, struct, u8, u16 } from '../codec/index.ts';
import { crc16 } from './crc16.ts';
import type { Msf } from './msf.ts';

export const Q_FRAME_BYTES = 12;

/** What the data of a Q frame are (ECMA-130 22.3). */
export const QMode = { Position: 1, CatalogNumber: 2, Isrc: 3 } as const;

/** Q mode 1 of a program area, in binary-coded decimal as on the disc (ECMA-130 22.3.3). */
export const qPosition = struct(Q_FRAME_BYTES, {
  control: bits(0, [7, 4]),
  adr: bits(0, [3, 0]),
  track: u8(1),
  index: u8(2),
  relative: bytes(3, 3),
  absolute: bytes(7, 3),
  crc: u16(10),
});

/** The 12 bytes with their CRC filled in. */
export const withQCrc = (frame: Uint8Array): Uint8Array =>
  qPosition.patch(frame, { crc: crc16(frame.subarray(0, Q_FRAME_BYTES - 2)) });

export const isQIntact = (frame: Uint8Array): boolean =>
  qPosition.decode(frame).crc === crc16(frame.subarray(0, Q_FRAME_BYTES - 2));

/** Binary-coded decimal, as numbers stand on the disc. */
export const toBcd = (value: number): number => Math.floor(value / 10) * 16 + (value % 10);

export const fromBcd = (byte: number): number => Math.floor(byte / 16) * 10 + (byte % 16);

export const bcdMsf = ({ minute, second, frame }: Msf): Uint8Array =>
  Uint8Array.of(toBcd(minute), toBcd(second), toBcd(frame));
