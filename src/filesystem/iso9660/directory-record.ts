import {
  bit,
  concatBytes,
  optional,
  struct,
  u8,
  u16,
  u16Both,
  u16le,
  u32,
  u32Both,
  u32le,
  type ValuesOf,
} from '../../codec/index.ts';
import { shortDate } from './dates.ts';

/** A directory record without its identifier and system use (ECMA-119, 9.1). */
export const directoryRecord = struct(33, {
  lengthBytes: u8(0),
  extendedAttributeBlocks: optional(u8(1)),
  extentBlock: u32Both(2),
  dataBytes: u32Both(10),
  recorded: shortDate(18),
  hidden: bit(25, 0),
  directory: bit(25, 1),
  associated: bit(25, 2),
  record: bit(25, 3),
  protection: bit(25, 4),
  /** Not the last section of its file: another record with the same identifier follows. */
  multiExtent: bit(25, 7),
  fileUnitBlocks: optional(u8(26)),
  interleaveGapBlocks: optional(u8(27)),
  volumeSequenceNumber: optional(u16Both(28), 1),
  identifierBytes: u8(32),
});
export type DirectoryRecord = ValuesOf<(typeof directoryRecord)['fields']>;

/** Without the identifier; that has at least one byte. */
export const RECORD_BYTES = directoryRecord.lengthBytes;

/** Where the system use of a record begins: the identifier is padded so that this is even (ECMA-119, 9.1.12). */
export const systemUseOffset = (identifierBytes: number): number =>
  RECORD_BYTES + identifierBytes + (identifierBytes % 2 === 0 ? 1 : 0);

/** The identifiers of a directory itself and of its parent (ECMA-119, 7.6.2). */
export const SELF = '\x00';
export const PARENT = '\x01';

const entry = {
  identifierBytes: u8(0),
  extendedAttributeBlocks: optional(u8(1)),
};

/** An entry of the path tables without its identifier (ECMA-119, 9.4): type L with the least significant byte first, type M the other way. */
export const pathTableEntryL = struct(8, { ...entry, extentBlock: u32le(2), parentNumber: u16le(6) });
export const pathTableEntryM = struct(8, { ...entry, extentBlock: u32(2), parentNumber: u16(6) });

export const MOST_FOLDERS = 65_535;

export interface PathTableEntry {
  readonly identifier: Uint8Array;
  readonly extentBlock: number;
  /** The number of the parent in the table; 1 is the root, its own parent. */
  readonly parentNumber: number;
}

export const pathTableEntryBytes = (identifierBytes: number): number =>
  pathTableEntryL.lengthBytes + identifierBytes + (identifierBytes % 2);

export function encodePathTable(entries: readonly PathTableEntry[], order: 'L' | 'M'): Uint8Array<ArrayBuffer> {
  const layout = order === 'L' ? pathTableEntryL : pathTableEntryM;
  return concatBytes(
    entries.flatMap(({ identifier, extentBlock, parentNumber }) => [
      layout.encode({ identifierBytes: identifier.length, extentBlock, parentNumber }),
      identifier,
      new Uint8Array(identifier.length % 2),
    ]),
  );
}

/** What a path table holds, as far as it is whole. */
export function decodePathTable(bytes: Uint8Array, order: 'L' | 'M'): PathTableEntry[] {
  const layout = order === 'L' ? pathTableEntryL : pathTableEntryM;
  const entries: PathTableEntry[] = [];
  for (let at = 0; at + layout.lengthBytes < bytes.length; ) {
    const { identifierBytes, extentBlock, parentNumber } = layout.decode(bytes.subarray(at));
    const start = at + layout.lengthBytes;
    if (identifierBytes === 0 || start + identifierBytes > bytes.length) break;
    entries.push({ identifier: bytes.slice(start, start + identifierBytes), extentBlock, parentNumber });
    at += pathTableEntryBytes(identifierBytes);
  }
  return entries;
}
