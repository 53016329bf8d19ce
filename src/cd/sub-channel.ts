import { gatherBits, spreadBits } from '../codec/index.ts';
import { FORMATTED_Q_BYTES } from './geometry.ts';
import { Q_FRAME_BYTES } from './q-channel.ts';

/*
 * The sub-channels of a block: 96 bits each of P to W. Raw, each of 96 bytes holds a bit of every channel, P in bit 7 and W
 * in bit 0 (MMC-5 6.20).
 */

const Q_POSITION = 6;
const P_BIT = 0x80;
const R_TO_W_BITS = 0x3f;
/** Of formatted Q: P is its highest bit (MMC-5 6.20). */
const LAST_BYTE = FORMATTED_Q_BYTES - 1;

/** P and Q in their bits of 96 bytes; R to W zero. */
export function rawSubChannel(pause: boolean, frame: Uint8Array): Uint8Array {
  const raw = spreadBits(frame.subarray(0, Q_FRAME_BYTES), Q_POSITION);
  return pause ? raw.map((byte) => byte | P_BIT) : raw;
}

/** The 12 bytes of Q in 96 raw bytes. */
export const qOfRaw = (raw: Uint8Array): Uint8Array => gatherBits(raw, Q_POSITION);

/** As READ CD sends Q: with its CRC, and P in the last bit (MMC-5 6.20). */
export function formattedQ(pause: boolean, frame: Uint8Array): Uint8Array {
  const formatted = new Uint8Array(FORMATTED_Q_BYTES);
  writeFormattedQ(formatted, 0, pause, frame);
  return formatted;
}

/** The same, put into memory. */
export function writeFormattedQ(target: Uint8Array, offset: number, pause: boolean, frame: Uint8Array): void {
  for (let at = 0; at < Q_FRAME_BYTES; at++) target[offset + at] = frame[at] ?? 0;
  target.fill(0, offset + Q_FRAME_BYTES, offset + LAST_BYTE);
  target[offset + LAST_BYTE] = pause ? P_BIT : 0;
}

/** The 12 bytes of Q in the result of {@link formattedQ}. */
export const qOfFormatted = (formatted: Uint8Array): Uint8Array => formatted.subarray(0, Q_FRAME_BYTES);

/** Whether P is set in 96 raw bytes. */
export const isPauseInRaw = (raw: Uint8Array): boolean => isPSet(raw[0]);

/** The 96 raw bytes for a result of {@link formattedQ}. */
export const rawOfFormatted = (formatted: Uint8Array): Uint8Array =>
  rawSubChannel(isPSet(formatted[LAST_BYTE]), qOfFormatted(formatted));

/** The six bits of each byte that are R to W. */
export const rToW = (raw: Uint8Array): Uint8Array => raw.map((byte) => byte & R_TO_W_BITS);

const isPSet = (byte = 0): boolean => (byte & P_BIT) !== 0;
