import { concatBytes } from '../../src/codec/index.ts';
import { encodeCs0 } from '../../src/filesystem/udf/cs0.ts';
import {
  extendedFileEntry,
  fileIdentifier,
  fileSet,
  icbTag,
  longAllocation,
} from '../../src/filesystem/udf/file-descriptors.ts';
import { TagId, withTag } from '../../src/filesystem/udf/tag.ts';
import { anchor, logicalVolume, partition, primaryVolume } from '../../src/filesystem/udf/volume-descriptors.ts';
import { DATE } from './support.ts';

/*
 * UDF volumes made by hand from the declarations, for what the fixtures do not have. Block numbers are of the disc; the partition begins
 * at PARTITION_START.
 */

export const BLOCK = 2_048;
export const PARTITION_START = 300;
const MAIN_SEQUENCE = 32;

/** A whole block with this at its start. */
const block = (bytes: Uint8Array): Uint8Array => concatBytes([bytes, new Uint8Array(BLOCK - bytes.length)]);

/** A disc of blocks that are set one by one. */
export class UdfBuilder {
  readonly bytes: Uint8Array;

  constructor(blocks = 600, maps: readonly Uint8Array[] = [physicalMapBytes()], rootPartition = 0) {
    this.bytes = new Uint8Array(blocks * BLOCK);
    this.put(
      256,
      TagId.Anchor,
      anchor.encode({ mainBytes: 16 * BLOCK, mainBlock: MAIN_SEQUENCE, reserveBytes: 0, reserveBlock: 0 }),
    );
    this.put(
      MAIN_SEQUENCE,
      TagId.PrimaryVolume,
      primaryVolume.encode({ sequenceNumber: 1, volumeIdentifier: 'PRIMARY', recorded: DATE }),
    );
    this.put(
      MAIN_SEQUENCE + 1,
      TagId.Partition,
      partition.encode({
        sequenceNumber: 2,
        number: 0,
        startBlock: PARTITION_START,
        lengthBlocks: blocks - PARTITION_START,
      }),
    );
    const table = concatBytes(maps);
    const volume = logicalVolume.encode({
      sequenceNumber: 3,
      identifier: 'Built',
      blockBytes: BLOCK,
      domain: { identifier: '*OSTA UDF Compliant', suffix: [0x50, 0x02] },
      fileSetBlock: 0,
      fileSetPartition: rootPartition,
      mapTableBytes: table.length,
      mapCount: maps.length,
    });
    this.put(MAIN_SEQUENCE + 2, TagId.LogicalVolume, concatBytes([volume, table]));
    this.put(MAIN_SEQUENCE + 3, TagId.Terminating, new Uint8Array(512));
  }

  /** A descriptor, with its tag. @param at the block of the disc */
  put(at: number, id: number, descriptor: Uint8Array, location = at): void {
    this.bytes.set(block(withTag(descriptor, { id, location })), at * BLOCK);
  }

  raw(at: number, bytes: Uint8Array): void {
    this.bytes.set(bytes, at * BLOCK);
  }

  /** @param at the block of the disc */
  fileSet(at: number, rootBlock: number, rootPartition = 0): void {
    this.put(at, TagId.FileSet, fileSet.encode({ rootBlock, rootPartition }));
  }

  /** An extended file entry. @param allocation 0 short, 1 long, 2 extended, 3 inside */
  entry(
    at: number,
    {
      fileType,
      allocation,
      descriptors,
      lengthBytes,
      strategy = 4,
      links = 1,
    }: {
      fileType: number;
      allocation: number;
      descriptors: Uint8Array;
      lengthBytes: number;
      strategy?: number;
      links?: number;
    },
  ): void {
    const whole = extendedFileEntry.encode({
      uid: 1_000,
      gid: 0xffff_ffff,
      permissions: 6 * 1_024 + 4 * 32 + 4,
      links,
      lengthBytes,
      accessed: DATE,
      modified: DATE,
      created: DATE,
      changed: DATE,
      attributeBytes: 0,
      allocationBytes: descriptors.length,
    });
    this.put(
      at,
      TagId.ExtendedFileEntry,
      concatBytes([icbTag.patch(whole, { strategy, fileType, allocation }), descriptors]),
    );
  }

  /** A folder whose entries are inside its file entry. */
  folder(at: number, entries: readonly Uint8Array[]): void {
    const descriptors = concatBytes(entries);
    this.entry(at, { fileType: 4, allocation: 3, descriptors, lengthBytes: descriptors.length });
  }
}

/** An entry of a folder. @param icbBlock in the partition */
export function named(
  name: string,
  icbBlock: number,
  options: { partition?: number; deleted?: boolean; directory?: boolean; parent?: boolean } = {},
): Uint8Array {
  const text = encodeCs0(name);
  const header = fileIdentifier.encode({
    version: 1,
    hidden: 0,
    directory: options.directory ? 1 : 0,
    deleted: options.deleted ? 1 : 0,
    parent: options.parent ? 1 : 0,
    metadata: 0,
    nameBytes: text.length,
    icbBytes: BLOCK,
    icbBlock,
    icbPartition: options.partition ?? 0,
    useBytes: 0,
  });
  const bytes = concatBytes([header, text]);
  return withTag(concatBytes([bytes, new Uint8Array((4 - (bytes.length % 4)) % 4)]), {
    id: TagId.FileIdentifier,
    location: 0,
  });
}

export const long = (lengthBytes: number, at: number, type = 0, inPartition = 0): Uint8Array =>
  longAllocation.encode({ type, lengthBytes, block: at, partition: inPartition });

export const physicalMapBytes = (): Uint8Array => Uint8Array.of(1, 6, 1, 0, 0, 0);

/** A partition map of type 2. @param rest the bytes from 40 onward */
export function udfMapBytes(identifier: string, rest: Uint8Array): Uint8Array {
  const map = new Uint8Array(64);
  map.set([2, 64]);
  map.set(Buffer.from(identifier, 'latin1'), 5);
  map.set([1, 0, 0, 0], 36);
  map.set(rest, 40);
  return map;
}
