import type { Msf } from '../../mmc/address.ts';

/** Binary-coded decimal, as numbers stand on the disc. */
export const toBcd = (value: number): number => Math.floor(value / 10) * 16 + (value % 10);

export const fromBcd = (byte: number): number => Math.floor(byte / 16) * 10 + (byte % 16);

export const bcdMsf = ({ minute, second, frame }: Msf): Uint8Array =>
  Uint8Array.of(toBcd(minute), toBcd(second), toBcd(frame));
