import { crc32 } from 'node:zlib';
import { RAW_BLOCK_BYTES } from '../../cd/geometry.ts';
import { HIGHEST_MSF_LBA, LOWEST_MSF_LBA } from '../../cd/msf.ts';
import { bytes, i32, struct, u8, u16, u32 } from '../../codec/index.ts';

/*
 * A saved disc is one file that only grows while the disc is being written: a file header, then records, each a record
 * header of 32 bytes and its payload. Numbers are big-endian.
 *
 *   file header    0 "discwright disc\n"   16 version   28 CRC-32 of bytes 0 to 27
 *   record header  0 kind   2 bytes per block   4 first LBA   8 blocks   12 payload bytes   16 CRC-32 of the payload
 *                  20 number of the record, from 0   28 CRC-32 of bytes 0 to 27
 *
 *   kind 1  blocks as WRITE sent them, and nothing to check them with: their payload has no CRC (0). Until version 2
 *   kind 2  blocks of zeros; no payload
 *   kind 3  the disc's structure (structure.ts) as JSON in UTF-8; the last one counts
 *   kind 4  blocks that have been erased, or were never burned; no payload. Since version 2
 *   kind 5  the CRC-32 of each block, 4 bytes each, then the blocks as WRITE sent them. The CRC of the payload is 0: the
 *           blocks are checked when they are read. Since version 3
 *   kind 6  the index (disc-index.ts): the structure, and where the blocks are, as JSON in UTF-8, then this record's header
 *           once more. The CRC is that of the JSON. Since version 3
 *
 * If two records are about the same block, the later one counts. Blocks after the last structure belong to its open track
 * and make it longer. A record cut off by the end of the file, or by zeros up to its end (a file system after a power cut),
 * was being written when the process died: it is ignored, and cut off before the next record is written. So the file can be
 * loaded at any moment without being changed.
 *
 * Anything else that is not a record, an impossible record, and a gap in the numbers of the records are damage. The numbers
 * show where the records continue after it.
 *
 * An index is written when the disc is closed. Since it ends in its own header, it is found from the end of the file, and only
 * there it counts: then no other record needs to be read to open the disc. After a crash the file does not end in an index, and
 * the records are read instead. In the middle of a file an index says nothing.
 *
 * A CD is in a file of version 3, a DVD or BD in one of version 4, which differs in that addresses may be higher, and in what
 * a structure says. A file of an earlier version gets version 3 in its header before the first record is added to it.
 *
 * When the whole disc is erased, a new file with only a structure replaces the old one by renaming: at any moment one of
 * them exists, whole.
 */

export const CD_VERSION = 3;
/** Of a DVD or BD: its addresses may be higher than those of a CD. */
export const BLOCK_DISC_VERSION = 4;
export const NEWEST_VERSION = BLOCK_DISC_VERSION;

/** The last address that a file of this version may have. */
export const highestLba = (version: number): number => (version < BLOCK_DISC_VERSION ? HIGHEST_MSF_LBA : 0x7fffffff);

export const HEADER_BYTES = 32;
const CHECKED_BYTES = 28;

export const MAGIC = new TextEncoder().encode('discwright disc\n');

export const RecordKind = {
  UncheckedBlocks: 1,
  Zeros: 2,
  Structure: 3,
  Erased: 4,
  Blocks: 5,
  Index: 6,
} as const;
export type RecordKind = (typeof RecordKind)[keyof typeof RecordKind];

export const RECORD_KINDS: ReadonlySet<number> = new Set(Object.values(RecordKind));

/** More than 99 tracks with all their indexes, and CD-TEXT, need. */
const MOST_STRUCTURE_BYTES = 1_048_576;

/** A disc in more pieces than fit has no index. */
export const MOST_INDEX_BYTES = 16 * 1_048_576;

/** The CRC-32 of one block. */
export const BLOCK_CHECK_BYTES = 4;

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

export function encodeFileHeader(version: number): Uint8Array {
  const header = fileHeader.encode({ magic: MAGIC, version, crc: 0 });
  return fileHeader.patch(header, { crc: checksum(header) });
}

export function encodeRecordHeader(values: RecordHeader): Uint8Array {
  const header = recordHeader.encode({ ...values, crc: 0 });
  new DataView(header.buffer).setUint32(CHECKED_BYTES, checksum(header));
  return header;
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

/** What no program puts into a record header of a file of this version, in words; undefined if there is nothing of the kind. */
export function mistakeIn(header: RecordHeader, version: number): string | undefined {
  const { kind, blockBytes, lba, lengthBlocks, payloadBytes } = header;
  if (!RECORD_KINDS.has(kind)) return `kind ${kind}`;
  if (kind === RecordKind.Index) {
    const possible = payloadBytes > HEADER_BYTES && payloadBytes <= MOST_INDEX_BYTES;
    return possible ? undefined : `an index of ${payloadBytes} bytes`;
  }
  if (kind === RecordKind.Structure) {
    return payloadBytes > MOST_STRUCTURE_BYTES ? `a structure of ${payloadBytes} bytes` : undefined;
  }
  if (lengthBlocks < 1 || lba < LOWEST_MSF_LBA || lba + lengthBlocks - 1 > highestLba(version)) {
    return `${lengthBlocks} blocks from LBA ${lba}`;
  }
  if (kind !== RecordKind.Erased && (blockBytes < 1 || blockBytes > RAW_BLOCK_BYTES)) {
    return `blocks of ${blockBytes} bytes`;
  }
  const expected = expectedPayloadBytes(header);
  return payloadBytes === expected ? undefined : `a payload of ${payloadBytes} bytes instead of ${expected}`;
}

function expectedPayloadBytes({ kind, lengthBlocks, blockBytes }: RecordHeader): number {
  if (kind === RecordKind.Blocks) return lengthBlocks * (BLOCK_CHECK_BYTES + blockBytes);
  return kind === RecordKind.UncheckedBlocks ? lengthBlocks * blockBytes : 0;
}
