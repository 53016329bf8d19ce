import { toHex } from '../codec/index.ts';
import { pregapBlocksOf, type Track } from '../simulator/media/structure.ts';
import { msfOfLba } from './msf.ts';
import { bcdMsf, Q_FRAME_BYTES, QMode, qPosition, toBcd, withQCrc } from './q-channel.ts';

/*
 * The sub-channels of a block: 96 bits each of P to W. Raw, each of 96 bytes holds a bit of every channel, P in bit 7 and W
 * in bit 0 (MMC-5 6.20).
 */

export const RAW_SUB_CHANNEL_BYTES = 96;
export const FORMATTED_Q_BYTES = 16;
const P_BIT = 0x80;
const Q_BIT = 0x40;
const R_TO_W_BITS = 0x3f;

/** A catalogue number and an ISRC come once in so many blocks, each in a block of its own (ECMA-130 22.3.4 allows one in 100). */
const REPEAT_BLOCKS = 100;
const CATALOG_NUMBER_BLOCK = 40;
const ISRC_BLOCK = 80;

export interface Subcode {
  readonly track: Track;
  readonly catalogNumber: string | undefined;
}

/** The 12 bytes of Q of a block: where it stands, or now and then the disc's catalogue number or the track's ISRC. */
export function qFrame({ track, catalogNumber }: Subcode, lba: number): Uint8Array {
  if (catalogNumber !== undefined && isDue(CATALOG_NUMBER_BLOCK, track, lba)) {
    return catalogFrame(track, catalogNumber, lba);
  }
  if (track.isrc !== undefined && lba >= track.startLba && isDue(ISRC_BLOCK, track, lba)) {
    return isrcFrame(track, track.isrc, lba);
  }
  return positionOf(track, lba);
}

/** Where a pregap, a track or an index begins, Q tells the place; what is due there comes a block later. */
function isDue(block: number, track: Track, lba: number): boolean {
  const due = beginsSomething(track, lba - 1) && isTurnOf(block, lba - 1);
  return !beginsSomething(track, lba) && (due || isTurnOf(block, lba));
}

const isTurnOf = (block: number, lba: number): boolean =>
  ((lba % REPEAT_BLOCKS) + REPEAT_BLOCKS) % REPEAT_BLOCKS === block;

const beginsSomething = (track: Track, lba: number): boolean =>
  lba === track.startLba || lba === track.startLba - pregapBlocksOf(track) || (track.indexes ?? []).includes(lba);

/** The address where a block stands, as a player shows it. In a pregap the time counts down to the track. */
export function positionOf(track: Track, lba: number): Uint8Array {
  const inPregap = lba < track.startLba;
  const distance = inPregap ? track.startLba - lba - 1 : lba - track.startLba;
  const frame = qPosition.encode({
    control: track.control,
    adr: QMode.Position,
    track: toBcd(track.number),
    index: toBcd(inPregap ? 0 : indexAt(track, lba)),
    relative: bcdMsf(msfOfLba(distance - 150)),
    absolute: bcdMsf(msfOfLba(lba)),
    crc: 0,
  });
  return withQCrc(frame);
}

const indexAt = (track: Track, lba: number): number =>
  1 + (track.indexes ?? []).filter((startLba) => startLba <= lba).length;

/** 13 digits, two a byte (ECMA-130 22.3.4). */
const catalogFrame = (track: Track, digits: string, lba: number): Uint8Array =>
  markedFrame(track, QMode.CatalogNumber, lba, packedDigits(digits.padEnd(14, '0')));

/** Five characters of six bits each, two zero bits, and seven digits (ECMA-130 22.3.5). */
function isrcFrame(track: Track, isrc: string, lba: number): Uint8Array {
  const owner = [...isrc.slice(0, 5)].reduce((value, character) => value * 64 + sixBits(character), 0) * 4;
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, owner);
  return markedFrame(track, QMode.Isrc, lba, [...new Uint8Array(view.buffer), ...packedDigits(`${isrc.slice(5)}0`)]);
}

/** The digits of a frame of {@link QMode.CatalogNumber}. */
export const catalogNumberIn = (frame: Uint8Array): string => toHex(frame.subarray(1, 8)).slice(0, 13);

/** The characters of a frame of {@link QMode.Isrc}. */
export function isrcIn(frame: Uint8Array): string {
  const owner = Math.floor(new DataView(frame.buffer, frame.byteOffset).getUint32(1) / 4);
  const characters = Array.from({ length: 5 }, (_, index) => 0x30 + (Math.floor(owner / 64 ** (4 - index)) % 64));
  return `${String.fromCharCode(...characters)}${toHex(frame.subarray(5, 9)).slice(0, 7)}`;
}

const sixBits = (character: string): number => character.charCodeAt(0) - 0x30;

const packedDigits = (digits: string): number[] => (digits.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));

function markedFrame(track: Track, mode: number, lba: number, content: readonly number[]): Uint8Array {
  const frame = new Uint8Array(Q_FRAME_BYTES);
  frame[0] = track.control * 16 + mode;
  frame.set(content, 1);
  frame[9] = toBcd(msfOfLba(lba).frame);
  return withQCrc(frame);
}

/** P is set in the pause before a track. */
export const isPause = (track: Track, lba: number): boolean =>
  lba < track.startLba && lba >= track.startLba - pregapBlocksOf(track);

/** P and Q in their bits of 96 bytes; R to W zero. */
export function rawSubChannel(pause: boolean, frame: Uint8Array): Uint8Array {
  return Uint8Array.from(
    { length: RAW_SUB_CHANNEL_BYTES },
    (_, bit) => (pause ? P_BIT : 0) + (qBit(frame, bit) ? Q_BIT : 0),
  );
}

const qBit = (frame: Uint8Array, bit: number): boolean =>
  Math.floor((frame[Math.floor(bit / 8)] ?? 0) / 2 ** (7 - (bit % 8))) % 2 === 1;

/** The 12 bytes of Q out of 96 raw bytes. */
export function qOfRaw(raw: Uint8Array): Uint8Array {
  const frame = new Uint8Array(Q_FRAME_BYTES);
  for (let bit = 0; bit < RAW_SUB_CHANNEL_BYTES; bit++) {
    if (((raw[bit] ?? 0) & Q_BIT) === 0) continue;
    const byte = Math.floor(bit / 8);
    frame[byte] = (frame[byte] ?? 0) + 2 ** (7 - (bit % 8));
  }
  return frame;
}

/** As READ CD sends Q: with its CRC, and P in the last bit (MMC-5 6.20). */
export function formattedQ(pause: boolean, frame: Uint8Array): Uint8Array {
  const formatted = new Uint8Array(FORMATTED_Q_BYTES);
  formatted.set(frame);
  formatted[FORMATTED_Q_BYTES - 1] = pause ? P_BIT : 0;
  return formatted;
}

/** Whether P is set in 96 raw bytes. */
export const isPauseInRaw = (raw: Uint8Array): boolean => ((raw[0] ?? 0) & P_BIT) !== 0;

/** The 96 raw bytes of what {@link formattedQ} makes. */
export const rawOfFormatted = (formatted: Uint8Array): Uint8Array =>
  rawSubChannel(((formatted[FORMATTED_Q_BYTES - 1] ?? 0) & P_BIT) !== 0, formatted.subarray(0, Q_FRAME_BYTES));

export const rToW = (raw: Uint8Array): Uint8Array => raw.map((byte) => byte & R_TO_W_BITS);
