import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { type Damage, NotASavedDiscError } from './errors.ts';
import { readUpTo } from './file-bytes.ts';
import {
  BLOCK_DISC_VERSION,
  CD_VERSION,
  decodeFileHeader,
  decodeRecordHeader,
  encodeFileHeader,
  HEADER_BYTES,
  mistakeIn,
  NEWEST_VERSION,
  RECORD_KINDS,
  type RecordHeader,
  RecordKind,
} from './format.ts';

/** A record as it is in the file. */
export interface StoredRecord extends RecordHeader {
  /** Byte offset of its payload. */
  readonly position: number;
  /** Of structure records only. */
  readonly payload?: Uint8Array;
}

/** What is in the file of a saved disc. */
export interface Scanned {
  readonly records: readonly StoredRecord[];
  /** Byte offset after the last record; 0 if even the file header is incomplete. */
  readonly end: number;
  /** Bytes follow that were being written when a program died. */
  readonly torn: boolean;
  /** Of the format. */
  readonly version: number;
  /** The first damage; the records after it are listed too, as far as they can be found. */
  readonly damage: Damage | undefined;
}

const CHUNK_BYTES = 1_048_576;

/**
 * Reads all records without the payloads of blocks. The file is not changed.
 * @throws NotASavedDiscError
 */
export function scan(file: FileHandle, size: number): Scanned {
  const version = versionIn(file, size);
  if (version === 'torn') return { records: [], end: 0, torn: true, version: NEWEST_VERSION, damage: undefined };
  let damage = typeof version === 'number' ? undefined : version;
  const ofFormat = typeof version === 'number' ? { version } : { version: NEWEST_VERSION };
  const records: StoredRecord[] = [];
  let end = HEADER_BYTES;
  let sequence = 0;
  while (end < size) {
    const found = recordAt(file, end, size, { sequence, ...ofFormat });
    if (found === 'torn') return { records, end, torn: true, damage, ...ofFormat };
    const record = 'reason' in found ? recordAfter(file, end, size, { sequence, ...ofFormat }) : found;
    if ('reason' in found) damage ??= found;
    if (record === undefined) break;
    records.push(record);
    end = endOf(record);
    sequence = record.sequence + 1;
  }
  return { records, end, torn: false, damage, ...ofFormat };
}

const endOf = ({ position, payloadBytes }: StoredRecord): number => position + payloadBytes;

function versionIn(file: FileHandle, size: number): number | Damage | 'torn' {
  const header = readUpTo(file, 0, HEADER_BYTES);
  const version = decodeFileHeader(header);
  if (version === undefined) {
    if (size < HEADER_BYTES && [CD_VERSION, BLOCK_DISC_VERSION].some((each) => begins(header, each))) return 'torn';
    if (wholeRecordAt(file, HEADER_BYTES, size, NEWEST_VERSION)?.sequence === 0)
      return { position: 0, reason: 'the file header' };
    throw new NotASavedDiscError(
      'this file is not a saved disc',
      'Name another file: one that does not exist yet becomes a blank disc',
    );
  }
  if (version > NEWEST_VERSION) {
    throw new NotASavedDiscError(
      `this saved disc is of format ${version}; this version of discwright reads formats up to ${NEWEST_VERSION}`,
      'Update discwright, or name another file',
    );
  }
  return version;
}

/** Whether a file that is shorter than a header begins like one of this version. */
function begins(start: Uint8Array, version: number): boolean {
  const expected = encodeFileHeader(version);
  return start.every((byte, index) => byte === expected[index]);
}

interface Expected {
  readonly sequence: number;
  readonly version: number;
}

function recordAt(
  file: FileHandle,
  start: number,
  size: number,
  { sequence, version }: Expected,
): StoredRecord | Damage | 'torn' {
  const damaged = (reason: string): Damage => ({ position: start, reason });
  const header = readUpTo(file, start, HEADER_BYTES);
  if (header.length < HEADER_BYTES) return 'torn';
  if (header.every((byte) => byte === 0)) {
    return isZeroFrom(file, start, size) ? 'torn' : damaged('zeros instead of a record');
  }
  const values = decodeRecordHeader(header);
  if (values === undefined) return damaged('no record begins there');
  if (values.sequence !== sequence) return damaged(`record ${values.sequence} instead of record ${sequence}`);
  const mistake = mistakeIn(values, version);
  if (mistake !== undefined) return damaged(`an impossible record: ${mistake}`);
  const record = { ...values, position: start + HEADER_BYTES };
  if (endOf(record) > size) return 'torn';
  if (record.kind !== RecordKind.Structure) return record;
  const payload = readUpTo(file, record.position, record.payloadBytes);
  if (crc32(payload) === record.payloadCrc) return { ...record, payload };
  // JSON has no zeros in it: these were still to be written.
  const firstZero = payload.indexOf(0);
  const torn = firstZero >= 0 && isZeroFrom(file, record.position + firstZero, size);
  return torn ? 'torn' : damaged('the checksum of the structure is wrong');
}

/** A record that is valid by itself and whole; undefined if there is none at this position. */
function wholeRecordAt(file: FileHandle, start: number, size: number, version: number): StoredRecord | undefined {
  const header = readUpTo(file, start, HEADER_BYTES);
  const values = header.length < HEADER_BYTES ? undefined : decodeRecordHeader(header);
  if (values === undefined || mistakeIn(values, version) !== undefined) return undefined;
  const record = { ...values, position: start + HEADER_BYTES };
  if (endOf(record) > size) return undefined;
  if (record.kind !== RecordKind.Structure) return record;
  const payload = readUpTo(file, record.position, record.payloadBytes);
  return crc32(payload) === record.payloadCrc ? { ...record, payload } : undefined;
}

/** Whether nothing but zeros follows, as a power cut leaves it at the end of a file. */
function isZeroFrom(file: FileHandle, start: number, size: number): boolean {
  for (let at = start; at < size; at += CHUNK_BYTES) {
    if (readUpTo(file, at, Math.min(CHUNK_BYTES, size - at)).some((byte) => byte !== 0)) return false;
  }
  return true;
}

/** The first record at or after a position that has a higher number than the one expected there. */
function recordAfter(
  file: FileHandle,
  start: number,
  size: number,
  { sequence, version }: Expected,
): StoredRecord | undefined {
  for (let at = start; at < size; at += CHUNK_BYTES) {
    const chunk = readUpTo(file, at, Math.min(CHUNK_BYTES + HEADER_BYTES - 1, size - at));
    for (let offset = 0; offset + HEADER_BYTES <= chunk.length; offset++) {
      // Cheap tests first: a kind, and the unused byte after it.
      if (!RECORD_KINDS.has(chunk[offset] ?? 0) || chunk[offset + 1] !== 0) continue;
      const values = decodeRecordHeader(chunk.subarray(offset, offset + HEADER_BYTES));
      if (values === undefined || values.sequence <= sequence) continue;
      const record = wholeRecordAt(file, at + offset, size, version);
      if (record !== undefined) return record;
    }
  }
  return undefined;
}
