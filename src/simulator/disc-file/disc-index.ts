import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import * as z from 'zod';
import { RAW_BLOCK_BYTES } from '../../cd/geometry.ts';
import { HIGHEST_MSF_LBA, LOWEST_MSF_LBA } from '../../cd/msf.ts';
import type { Extent } from '../media/extents.ts';
import { type DiscStructure, discStructureSchema } from '../media/structure.ts';
import { readUpTo } from './file-bytes.ts';
import {
  decodeFileHeader,
  decodeRecordHeader,
  encodeRecordHeader,
  FORMAT_VERSION,
  HEADER_BYTES,
  MOST_INDEX_BYTES,
  RecordKind,
} from './format.ts';
import { endOfStretch, type Place } from './stretch.ts';

/** What is on a disc, and where in its file: all that opening it needs. */
export interface DiscIndex {
  readonly structure: DiscStructure;
  readonly extents: readonly Extent<Place>[];
}

const count = z
  .int()
  .min(1)
  .max(HIGHEST_MSF_LBA - LOWEST_MSF_LBA + 1);

const stretchSchema = z.strictObject({
  position: z.int().min(HEADER_BYTES),
  recordBlocks: count,
  lengthBlocks: count,
  checked: z.boolean(),
});

const extentSchema = z
  .strictObject({
    lba: z.int().min(LOWEST_MSF_LBA).max(HIGHEST_MSF_LBA),
    lengthBlocks: count,
    blockBytes: z.int().min(1).max(RAW_BLOCK_BYTES),
    firstBlock: z.int().min(0),
    /** Missing for zeros. */
    place: stretchSchema.optional(),
  })
  .transform((extent): Extent<Place> => ({ ...extent, place: extent.place }));

const indexSchema = z.strictObject({
  /** Byte offset of the record of the index itself: it says nothing about a file in which it is elsewhere. */
  position: z.int(),
  structure: discStructureSchema,
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

/** The index that a file ends in, and the number of its record; undefined if the file does not end in a valid one. */
export function indexIn(file: FileHandle, size: number): (DiscIndex & { readonly sequence: number }) | undefined {
  const ending = readUpTo(file, Math.max(0, size - HEADER_BYTES), HEADER_BYTES);
  const header = ending.length < HEADER_BYTES ? undefined : decodeRecordHeader(ending);
  if (header?.kind !== RecordKind.Index || header.payloadBytes > MOST_INDEX_BYTES) return undefined;
  const position = size - header.payloadBytes - HEADER_BYTES;
  if (position < HEADER_BYTES || decodeFileHeader(readUpTo(file, 0, HEADER_BYTES)) !== FORMAT_VERSION) return undefined;
  const record = readUpTo(file, position, HEADER_BYTES + header.payloadBytes);
  const json = record.subarray(HEADER_BYTES, -HEADER_BYTES);
  if (Buffer.compare(record.subarray(0, HEADER_BYTES), ending) !== 0 || crc32(json) !== header.payloadCrc) {
    return undefined;
  }
  const parsed = indexSchema.safeParse(parse(json));
  if (!parsed.success || parsed.data.position !== position || !isConsistent(parsed.data.extents, position))
    return undefined;
  const { structure, extents } = parsed.data;
  return { structure, extents, sequence: header.sequence };
}

function parse(json: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json));
  } catch {
    return undefined;
  }
}

/** Whether the extents follow each other, and what they refer to is in the file before the index. */
function isConsistent(extents: readonly Extent<Place>[], indexPosition: number): boolean {
  let free = LOWEST_MSF_LBA;
  for (const { lba, lengthBlocks, blockBytes, firstBlock, place } of extents) {
    if (lba < free || lba + lengthBlocks - 1 > HIGHEST_MSF_LBA) return false;
    free = lba + lengthBlocks;
    if (place === undefined) continue;
    if (firstBlock + lengthBlocks > place.lengthBlocks || endOfStretch(place, blockBytes) > indexPosition) return false;
  }
  return true;
}
