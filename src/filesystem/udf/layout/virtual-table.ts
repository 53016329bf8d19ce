import { concatBytes } from '../../../codec/index.ts';
import { BLOCK_BYTES, blocksFor } from '../../iso9660/constants.ts';
import { FileType } from '../file-descriptors.ts';
import { udfEntity } from '../revisions.ts';
import { newVatHeader, oldVatTrailer } from '../volume-descriptors.ts';
import { encodeEntry } from './encode-entry.ts';
import { roomInEntry } from './entry-space.ts';
import type { UdfHierarchy } from './hierarchy.ts';
import type { UdfSettings } from './options.ts';
import type { Space } from './space.ts';

const ENTRY_BYTES = 4;
/** There is no table before this one. */
const NONE = 0xffff_ffff;

const isOld = ({ revision: { code } }: UdfSettings): boolean => code < 0x200;

const tableBytes = (entries: number, settings: UdfSettings): number =>
  entries * ENTRY_BYTES + (isOld(settings) ? oldVatTrailer.lengthBytes : newVatHeader.lengthBytes);

const isInside = (bytes: number, { revision }: UdfSettings): boolean => bytes <= roomInEntry(revision);

/** How many blocks the table takes, unless it is in its entry. */
export function virtualTableBlocks(entries: number, settings: UdfSettings): number {
  const bytes = tableBytes(entries, settings);
  return isInside(bytes, settings) ? 0 : blocksFor(bytes);
}

export interface VirtualTableParts {
  readonly settings: UdfSettings;
  readonly hierarchy: UdfHierarchy;
  readonly space: Space;
  readonly date: Date;
  /** The first block of the table, unless it is in its entry, and the block of the entry. On the disc. */
  readonly tableBlock: number;
  readonly entryBlock: number;
}

/**
 * The Virtual Allocation Table: where each block of metadata is (UDF 1.50, 2.2.10; UDF 2.01, 2.2.11).
 * @returns the blocks of the table, and its entry, which must be the last block of the disc
 */
export function encodeVirtualTable(parts: VirtualTableParts): {
  readonly table: Uint8Array;
  readonly entry: Uint8Array;
} {
  const { settings, hierarchy, space, date, tableBlock, entryBlock } = parts;
  const { revision } = settings;
  const bytes = encodeTable(settings, hierarchy, space);
  const inside = isInside(bytes.length, settings);
  const table = new Uint8Array((inside ? 0 : blocksFor(bytes.length)) * BLOCK_BYTES);
  if (!inside) table.set(bytes);
  const extents = [{ block: space.inPartition(tableBlock), partition: 0, lengthBytes: bytes.length }];
  const entry = encodeEntry(
    {
      fileType: isOld(settings) ? FileType.Unspecified : FileType.Vat,
      node: { name: '', mode: 0 },
      date,
      links: 0,
      uniqueId: 0,
      lengthBytes: bytes.length,
      recordedBlocks: table.length / BLOCK_BYTES,
      attributes: new Uint8Array(0),
      body: inside ? { inside: bytes } : { allocation: 'short', extents, division: [1] },
      address: { block: space.inPartition(entryBlock), partition: 0 },
    },
    revision,
  );
  return { table, entry };
}

function encodeTable(settings: UdfSettings, { files, folders }: UdfHierarchy, space: Space): Uint8Array<ArrayBuffer> {
  const entries = new Uint8Array(space.metadataBlocks * ENTRY_BYTES);
  const view = new DataView(entries.buffer);
  for (let index = 0; index < space.metadataBlocks; index++)
    view.setUint32(index * ENTRY_BYTES, space.inPartition(space.metadataStart) + index, true);
  const { revision, volumeName, previousTableBlock } = settings;
  const previousVat = previousTableBlock === undefined ? NONE : space.inPartition(previousTableBlock);
  if (isOld(settings))
    return concatBytes([
      entries,
      oldVatTrailer.encode({ identifier: udfEntity('*UDF Virtual Alloc Tbl', revision), previousVat }),
    ]);
  return concatBytes([
    newVatHeader.encode({
      identifier: volumeName,
      previousVat,
      files,
      folders: folders.length,
      leastReadRevision: revision.readCode,
      leastWriteRevision: revision.code,
      greatestWriteRevision: revision.code,
    }),
    entries,
  ]);
}
