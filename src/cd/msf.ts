import { DecodeError, EncodeError, fromBcd, toBcd } from '../codec/index.ts';
import { FRAMES_PER_SECOND, PREGAP_BLOCKS } from './geometry.ts';

/** A place on a CD as minute, second, frame. */
export interface Msf {
  /** 0 to 99; 90 and above are before 00:00:00, in the lead-in. */
  readonly minute: number;
  readonly second: number;
  readonly frame: number;
}

const FRAMES_PER_MINUTE = 60 * FRAMES_PER_SECOND;

/** 90:00:00, the first address that means a negative LBA: lead-ins of recordable discs begin there or later. */
export const FIRST_NEGATIVE_MINUTE = 90;
const WRAP_FRAMES = 100 * FRAMES_PER_MINUTE;

/** The lowest and the highest LBA that an MSF address can express: 90:00:00 and 89:59:74. */
export const LOWEST_MSF_LBA = FIRST_NEGATIVE_MINUTE * FRAMES_PER_MINUTE - PREGAP_BLOCKS - WRAP_FRAMES;
/** The highest LBA that has an address in minutes, seconds and frames: 89:59:74. */
export const HIGHEST_MSF_LBA = FIRST_NEGATIVE_MINUTE * FRAMES_PER_MINUTE - PREGAP_BLOCKS - 1;

const isMsf = ({ minute, second, frame }: Msf): boolean =>
  [minute, second, frame].every((part) => Number.isInteger(part) && part >= 0) &&
  minute < 100 &&
  second < 60 &&
  frame < FRAMES_PER_SECOND;

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** `74:30:05` */
export const formatMsf = ({ minute, second, frame }: Msf): string => [minute, second, frame].map(twoDigits).join(':');

/** The LBA of an address, 00:02:00 being 0 (MMC-5 annex H, table H.1). @throws EncodeError for an invalid address */
export function lbaOfMsf(msf: Msf): number {
  if (!isMsf(msf))
    throw new EncodeError(`${formatMsf(msf)} is not an address of minute, second (0-59) and frame (0-74)`);
  const frames = msf.minute * FRAMES_PER_MINUTE + msf.second * FRAMES_PER_SECOND + msf.frame;
  return frames - PREGAP_BLOCKS - (msf.minute >= FIRST_NEGATIVE_MINUTE ? WRAP_FRAMES : 0);
}

/** The same, or undefined for an invalid address, which may come from a disc. */
export const lbaIfMsf = (msf: Msf): number | undefined => (isMsf(msf) ? lbaOfMsf(msf) : undefined);

/** The address of an LBA; below -150 in the lead-in's range, from 90:00:00 onward. @throws EncodeError if it has none */
export function msfOfLba(lba: number): Msf {
  if (!Number.isInteger(lba) || lba < LOWEST_MSF_LBA || lba > HIGHEST_MSF_LBA) {
    throw new EncodeError(`LBA ${lba} has no address on a CD: only ${LOWEST_MSF_LBA} to ${HIGHEST_MSF_LBA} have one`);
  }
  const frames = lba + PREGAP_BLOCKS + (lba < -PREGAP_BLOCKS ? WRAP_FRAMES : 0);
  return msfOfLength(frames);
}

/** Reads `MM:SS:FF`. Throws {@link DecodeError} for anything else. */
export function parseMsf(text: string): Msf {
  const [, minute, second, frame] = /^(\d{1,2}):(\d{1,2}):(\d{1,2})$/.exec(text.trim()) ?? [];
  const msf = { minute: Number(minute), second: Number(second), frame: Number(frame) };
  if (!isMsf(msf)) throw new DecodeError(`"${text}" is not an address MM:SS:FF with seconds to 59 and frames to 74`);
  return msf;
}

/** The three bytes of an address on the disc, in binary-coded decimal. Throws {@link EncodeError} for numbers of three digits. */
export const msfToBcd = ({ minute, second, frame }: Msf): Uint8Array =>
  Uint8Array.of(toBcd(minute), toBcd(second), toBcd(frame));

/** The same, put into memory. */
export function writeBcd(target: Uint8Array, offset: number, { minute, second, frame }: Msf): void {
  target[offset] = toBcd(minute);
  target[offset + 1] = toBcd(second);
  target[offset + 2] = toBcd(frame);
}

/** The inverse of {@link msfToBcd}. Bytes that are not digits give numbers that are not an address. */
export const msfFromBcd = ([minute = 0, second = 0, frame = 0]: Uint8Array): Msf => ({
  minute: fromBcd(minute),
  second: fromBcd(second),
  frame: fromBcd(frame),
});

/** A length of time as minutes (any number), seconds and frames. */
export const msfOfLength = (lengthBlocks: number): Msf => ({
  minute: Math.floor(lengthBlocks / FRAMES_PER_MINUTE),
  second: Math.floor(lengthBlocks / FRAMES_PER_SECOND) % 60,
  frame: lengthBlocks % FRAMES_PER_SECOND,
});

/** `80:00:00` for 360,000 blocks. */
export const formatLength = (lengthBlocks: number): string => formatMsf(msfOfLength(lengthBlocks));

/** The blocks of a length `MM:SS:FF`, of up to 999 minutes. Throws {@link DecodeError} for anything else. */
export function parseLength(text: string): number {
  const [, minute, second, frame] = /^(\d{1,3}):(\d{2}):(\d{2})$/.exec(text) ?? [];
  const length = { minute: Number(minute), second: Number(second), frame: Number(frame) };
  if (!isMsf({ ...length, minute: 0 })) throw new DecodeError(`"${text}" is not a length MM:SS:FF`);
  return length.minute * FRAMES_PER_MINUTE + length.second * FRAMES_PER_SECOND + length.frame;
}
