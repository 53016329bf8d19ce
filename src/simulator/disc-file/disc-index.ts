import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import * as z from 'zod';
import { RAW_BLOCK_BYTES } from '../../cd/geometry.ts';
import { LOWEST_MSF_LBA } from '../../cd/msf.ts';
import type { Extent } from '../media/extents.ts';
import { type AnyStructure, schemaOf } from '../media/saved-structure.ts';
import { readUpTo } from './file-bytes.ts';
import {
  BLOCK_DISC_VERSION,
  CD_VERSION,
  decodeFileHeader,
  decodeRecordHeader,
  encodeRecordHeader,
  HEADER_BYTES,
  highestLba,
  MOST_INDEX_BYTES,
  RecordKind,
} from './format.ts';
import { endOfStretch, type Place } from './stretch.ts';

/** What is on a disc, and where in its file: all that opening it needs. */
export interface DiscIndex {
  readonly structure: AnyStructure;
  readonly extents: readonly Extent<Place>[];
}

/** As far as it fits into a record; what the version of the file allows is checked with the addresses. */
const count = z.int().min(1).max(0xffffffff);

const stretchSchema = z.strictObject({
  position: z.int().min(HEADER_BYTES),
  recordBlocks: count,
  lengthBlocks: count,
  checked: z.boolean(),
});

const extentSchema = z
  .strictObject({
    lba: z.int().min(LOWEST_MSF_LBA),
    lengthBlocks: count,
    blockBytes: z.int().min(1).max(RAW_BLOCK_BYTES),
    firstBlock: z.int().min(0),
    /** Missing for zeros. */
    place: stretchSchema.optional(),
  })
  .transform((extent): Extent<Place> => ({ ...extent, place: extent.place }));

const INDEXED_VERSIONS: readonly number[] = [CD_VERSION, BLOCK_DISC_VERSION];

const indexSchema = z.strictObject({
  /** Byte offset of the record of the index itself: it says nothing about a file in which it is elsewhere. */
  position: z.int(),
  structure: z.unknown(),
  extents: z.array(extentSchema),
});

/**
 * The record of an index.
 * @param position where in the file it goes
 * @returns undefined if it would be too large
 */
export function encodeIndex(index: DiscIndex, position: number, sequence: number): Uint8Array | undefined {
  const json = new TextEncoder().encode(JSON.stringify({ position, ...index }));
  const payloadBytes = json.length + HEADER_BYTES;
  if (payloadBytes > MOST_INDEX_BYTES) return undefined;
  const header = encodeRecordHeader({
    kind: RecordKind.Index,
    blockBytes: 0,
    lba: 0,
    lengthBlocks: 0,
    payloadBytes,
    payloadCrc: crc32(json),
    sequence,
  });
  return Buffer.concat([header, json, header]);
}

export interface FoundIndex extends DiscIndex {
  readonly sequence: number;
  /** Of the file. */
  readonly version: number;
}

/** The index that a file ends in, and the number of its record; undefined if the file does not end in a valid one. */
export function indexIn(file: FileHandle, size: number): FoundIndex | undefined {
  const ending = readUpTo(file, Math.max(0, size - HEADER_BYTES), HEADER_BYTES);
  const header = ending.length < HEADER_BYTES ? undefined : decodeRecordHeader(ending);
  if (header?.kind !== RecordKind.Index || header.payloadBytes > MOST_INDEX_BYTES) return undefined;
  const position = size - header.payloadBytes - HEADER_BYTES;
  const version = decodeFileHeader(readUpTo(file, 0, HEADER_BYTES));
  if (position < HEADER_BYTES || !INDEXED_VERSIONS.includes(version ?? 0) || version === undefined) return undefined;
  const record = readUpTo(file, position, HEADER_BYTES + header.payloadBytes);
  const json = record.subarray(HEADER_BYTES, -HEADER_BYTES);
  if (Buffer.compare(record.subarray(0, HEADER_BYTES), ending) !== 0 || crc32(json) !== header.payloadCrc) {
    return undefined;
  }
  const parsed = indexSchema.safeParse(parse(json));
  if (!parsed.success || parsed.data.position !== position) return undefined;
  const { extents } = parsed.data;
  const structure = schemaOf(parsed.data.structure).safeParse(parsed.data.structure);
  if (!structure.success || !isConsistent(extents, position, highestLba(version))) return undefined;
  return { structure: structure.data, extents, sequence: header.sequence, version };
}

function parse(json: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json));
  } catch {
    return undefined;
  }
}

/** Whether the extents follow each other, and what they refer to is in the file before the index. */
function isConsistent(extents: readonly Extent<Place>[], indexPosition: number, lastLba: number): boolean {
  let free = LOWEST_MSF_LBA;
  for (const { lba, lengthBlocks, blockBytes, firstBlock, place } of extents) {
    if (lba < free || lba + lengthBlocks - 1 > lastLba) return false;
    free = lba + lengthBlocks;
    if (place === undefined) continue;
    if (firstBlock + lengthBlocks > place.lengthBlocks || endOfStretch(place, blockBytes) > indexPosition) return false;
  }
  return true;
}
