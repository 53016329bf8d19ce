import { crc32 } from 'node:zlib';
import { bytes, i32, struct, u8, u16, u32 } from '../../codec/index.ts';

/*
 * A saved disc is one file that only grows while the disc is being written: a file header, then records, each a record
 * header of 32 bytes and its payload. Numbers are big-endian.
 *
 *   file header    0 "discwright disc\n"   16 version   28 CRC-32 of bytes 0 to 27
 *   record header  0 kind   2 bytes per block   4 first LBA   8 blocks   12 payload bytes   16 CRC-32 of the payload
 *                  20 number of the record, from 0   28 CRC-32 of bytes 0 to 27
 *
 *   kind 1  blocks as WRITE sent them; their payload has no CRC (0), for the sake of speed
 *   kind 2  blocks of zeros; no payload
 *   kind 3  the disc's structure (structure.ts) as JSON in UTF-8; the last one counts
 *   kind 4  blocks that have been erased, or were never burned; no payload. Since version 2
 *
 * If two records are about the same block, the later one counts. Blocks after the last structure belong to its open track
 * and make it longer. A record cut off by the end of the file, or zeros where a record should begin (a file system after a
 * power cut), were being written when the process died: they are dropped, and everything before them is valid. So the file
 * can be loaded at any moment without being rewritten.
 *
 * When the whole disc is erased, a new file with only a structure replaces the old one by renaming: at any moment one of
 * them exists, whole.
 */

export const FORMAT_VERSION = 2;
export const HEADER_BYTES = 32;
const CHECKED_BYTES = 28;

export const MAGIC = new TextEncoder().encode('discwright disc\n');

export const RecordKind = { Blocks: 1, Zeros: 2, Structure: 3, Erased: 4 } as const;
export type RecordKind = (typeof RecordKind)[keyof typeof RecordKind];

const fileHeader = struct(HEADER_BYTES, { magic: bytes(0, MAGIC.length), version: u32(16), crc: u32(CHECKED_BYTES) });

const recordHeader = struct(HEADER_BYTES, {
  kind: u8(0),
  blockBytes: u16(2, 'bytes'),
  lba: i32(4),
  lengthBlocks: u32(8, 'blocks'),
  payloadBytes: u32(12, 'bytes'),
  payloadCrc: u32(16),
  sequence: u32(20),
  crc: u32(CHECKED_BYTES),
});

export interface RecordHeader {
  readonly kind: number;
  readonly blockBytes: number;
  readonly lba: number;
  readonly lengthBlocks: number;
  readonly payloadBytes: number;
  readonly payloadCrc: number;
  readonly sequence: number;
}

const checksum = (header: Uint8Array): number => crc32(header.subarray(0, CHECKED_BYTES));

export function encodeFileHeader(version = FORMAT_VERSION): Uint8Array {
  const header = fileHeader.encode({ magic: MAGIC, version, crc: 0 });
  return fileHeader.patch(header, { crc: checksum(header) });
}

export function encodeRecordHeader(values: RecordHeader): Uint8Array {
  const header = recordHeader.encode({ ...values, crc: 0 });
  return recordHeader.patch(header, { crc: checksum(header) });
}

/** The version; undefined for bytes that are not a file header. */
export function decodeFileHeader(header: Uint8Array): number | undefined {
  if (header.length < HEADER_BYTES) return undefined;
  const { magic, version, crc } = fileHeader.decode(header);
  return magic.every((byte, index) => byte === MAGIC[index]) && crc === checksum(header) ? version : undefined;
}

/** Undefined for bytes that are not a record header. */
export function decodeRecordHeader(header: Uint8Array): RecordHeader | undefined {
  const { crc, ...values } = recordHeader.decode(header);
  return crc === checksum(header) ? values : undefined;
}
