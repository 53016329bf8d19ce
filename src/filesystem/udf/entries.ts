import { type BlockReader, READ_BLOCK_BYTES, readExactly } from '../block-reader.ts';
import { damaged } from '../filesystem-error.ts';
import type { FileExtent } from '../tree/model.ts';
import {
  ATTRIBUTES_START,
  allocationExtent,
  attributeHeader,
  DEVICE_ATTRIBUTE,
  deviceAttribute,
  ExtentType,
  extendedAllocation,
  extendedFileEntry,
  fileEntry,
  icbTag,
  indirectEntry,
  longAllocation,
  shortAllocation,
} from './file-descriptors.ts';
import type { UdfPartition } from './partitions.ts';
import { TagId, validTag } from './tag.ts';

/** A block in a partition. */
export interface PartitionBlock {
  readonly block: number;
  /** An index into the partition maps. */
  readonly partition: number;
}

/** A file, a folder or a link, as its entry describes it. */
export interface Entry {
  readonly lba: number;
  readonly fileType: number;
  readonly mode: number;
  readonly uid: number | undefined;
  readonly gid: number | undefined;
  readonly links: number;
  readonly modified: Date | undefined;
  readonly accessed: Date | undefined;
  readonly changed: Date | undefined;
  readonly created: Date | undefined;
  readonly lengthBytes: number;
  /** Where its contents are, or else they are in the entry itself. */
  readonly extents: readonly FileExtent[];
  readonly contents: Uint8Array | undefined;
  readonly device: { readonly major: number; readonly minor: number } | undefined;
}

/** Allocation descriptors of one kind each, ECMA-167 4/14.6.8. */
const ALLOCATION = [shortAllocation, longAllocation, extendedAllocation] as const;
const IN_ENTRY = 3;
/** No file needs as many. */
const MOST_LINKS = 64;
const MOST_ALLOCATION_BLOCKS = 100_000;
const NOT_GIVEN = 0xffff_ffff;
const STRATEGY_ONCE = 4;
const STRATEGY_MANY = 4_096;

/** Reads file entries. */
export class EntryReader {
  readonly #reader: BlockReader;
  readonly #partitions: readonly UdfPartition[];

  constructor(reader: BlockReader, partitions: readonly UdfPartition[]) {
    this.#reader = reader;
    this.#partitions = partitions;
  }

  locate({ block, partition }: PartitionBlock, count = 1) {
    const found = this.#partitions[partition];
    if (found === undefined) throw damaged(`there is no partition ${partition}`);
    return found.locate(block, count);
  }

  /** The block, with its address on the disc. @throws FileSystemError of kind `damaged` */
  async block(place: PartitionBlock, what: string): Promise<{ readonly bytes: Uint8Array; readonly lba: number }> {
    const { lba } = this.locate(place);
    return { bytes: await readExactly(this.#reader, lba, 1, what), lba };
  }

  /** @throws FileSystemError of kind `damaged` */
  async entry(place: PartitionBlock): Promise<Entry> {
    let at = place;
    let newest: { readonly bytes: Uint8Array; readonly lba: number; readonly place: PartitionBlock } | undefined;
    for (let links = 0; links < MOST_LINKS; links++) {
      const { bytes, lba } = await this.block(at, 'a file entry');
      const tag = validTag(bytes);
      if (tag?.id === TagId.FileEntry || tag?.id === TagId.ExtendedFileEntry) {
        newest = { bytes, lba, place: at };
        const { strategy } = icbTag.decode(bytes);
        if (strategy === STRATEGY_ONCE) break;
        if (strategy !== STRATEGY_MANY) throw damaged(`a file entry has strategy ${strategy}`, lba);
        // The next block of the same extent may say where a newer entry is (UDF 1.50, 2.3.5.1).
        at = { ...at, block: at.block + 1 };
      } else if (tag?.id === TagId.IndirectEntry) {
        const { block, partition } = indirectEntry.decode(bytes);
        at = { block, partition };
      } else break;
    }
    if (newest === undefined) throw damaged(`block ${place.block} of partition ${place.partition} is not a file entry`);
    return this.#decoded(newest);
  }

  async #decoded({
    bytes,
    lba,
    place,
  }: {
    readonly bytes: Uint8Array;
    readonly lba: number;
    readonly place: PartitionBlock;
  }): Promise<Entry> {
    const isExtended = validTag(bytes)?.id === TagId.ExtendedFileEntry;
    const layout = isExtended ? extendedFileEntry : fileEntry;
    const values = layout.decode(bytes);
    const icb = icbTag.decode(bytes);
    const attributesEnd = layout.lengthBytes + values.attributeBytes;
    const end = attributesEnd + values.allocationBytes;
    if (end > bytes.length) throw damaged('a file entry is longer than its block', lba);
    if (!Number.isSafeInteger(values.lengthBytes)) throw damaged('a file is longer than any disc', lba);
    const allocation = bytes.subarray(attributesEnd, end);
    const isInside = icb.allocation === IN_ENTRY;
    const extents = isInside ? [] : await this.#extents(allocation, icb.allocation, place, values.lengthBytes, lba);
    return {
      lba,
      fileType: icb.fileType,
      mode: modeOf(values.permissions, icb),
      uid: given(values.uid),
      gid: given(values.gid),
      links: values.links,
      modified: values.modified,
      accessed: values.accessed,
      changed: values.changed,
      created: isExtended ? extendedFileEntry.decode(bytes).created : undefined,
      lengthBytes: values.lengthBytes,
      extents,
      contents: isInside ? allocation.slice(0, values.lengthBytes) : undefined,
      device: deviceIn(bytes.subarray(layout.lengthBytes, attributesEnd)),
    };
  }

  /** The extents of a file, as far as its length goes. */
  async #extents(
    first: Uint8Array,
    kind: number,
    place: PartitionBlock,
    lengthBytes: number,
    lba: number,
  ): Promise<FileExtent[]> {
    const layout = ALLOCATION[kind];
    if (layout === undefined) throw damaged(`a file entry has allocation descriptors of kind ${kind}`, lba);
    const extents: FileExtent[] = [];
    const visited = new Set<number>();
    let left = lengthBytes;
    let descriptors = first;
    for (let at = 0; at + layout.lengthBytes <= descriptors.length && left > 0; ) {
      const found = layout.decode(descriptors.subarray(at));
      at += layout.lengthBytes;
      const partition = 'partition' in found ? Number(found.partition) : place.partition;
      if (found.lengthBytes === 0) break;
      if (found.type === ExtentType.More) {
        const next = await this.block({ block: found.block, partition }, 'more allocation descriptors');
        if (visited.has(next.lba) || visited.size === MOST_ALLOCATION_BLOCKS)
          throw damaged('the allocation descriptors of a file go in circles', next.lba);
        visited.add(next.lba);
        if (validTag(next.bytes)?.id !== TagId.AllocationExtent)
          throw damaged('the allocation descriptors of a file go on where there are none', next.lba);
        const start = allocationExtent.lengthBytes;
        descriptors = next.bytes.subarray(start, start + allocationExtent.decode(next.bytes).allocationBytes);
        at = 0;
        continue;
      }
      const length = Math.min(found.lengthBytes, left);
      left -= length;
      if (found.type === ExtentType.Recorded) this.#addRuns(extents, { block: found.block, partition }, length);
      else extents.push({ startBlock: undefined, lengthBytes: length });
    }
    if (left > 0) throw damaged(`a file is ${left} bytes longer than its extents`, lba);
    return extents;
  }

  /** An extent of a partition may be in several pieces on the disc. */
  #addRuns(extents: FileExtent[], { block, partition }: PartitionBlock, lengthBytes: number): void {
    const count = Math.ceil(lengthBytes / READ_BLOCK_BYTES);
    for (let done = 0; done < count; ) {
      const { lba, blocks } = this.locate({ block: block + done, partition }, count - done);
      const length = Math.min(blocks * READ_BLOCK_BYTES, lengthBytes - done * READ_BLOCK_BYTES);
      const last = extents.at(-1);
      const isNext =
        last?.startBlock !== undefined &&
        last.lengthBytes % READ_BLOCK_BYTES === 0 &&
        last.startBlock + last.lengthBytes / READ_BLOCK_BYTES === lba;
      if (isNext) extents[extents.length - 1] = { startBlock: last.startBlock, lengthBytes: last.lengthBytes + length };
      else extents.push({ startBlock: lba, lengthBytes: length });
      done += blocks;
    }
  }
}

const given = (identifier: number): number | undefined => (identifier === NOT_GIVEN ? undefined : identifier);

/** ECMA-167 4/14.9.5: five bits each for others, group and owner, of which the lowest three are execute, write, read. */
function modeOf(
  permissions: number,
  { setUid, setGid, sticky }: { setUid: number; setGid: number; sticky: number },
): number {
  const classBits = (unit: number): number => Math.floor(permissions / unit) % 8;
  return (
    setUid * 0o4000 +
    setGid * 0o2000 +
    sticky * 0o1000 +
    classBits(2 ** 10) * 0o100 +
    classBits(2 ** 5) * 0o10 +
    classBits(1)
  );
}

function deviceIn(attributes: Uint8Array): Entry['device'] {
  for (let at = ATTRIBUTES_START; at + attributeHeader.lengthBytes <= attributes.length; ) {
    const { type, lengthBytes } = attributeHeader.decode(attributes.subarray(at));
    const bytes = attributes.subarray(at, at + lengthBytes);
    if (lengthBytes < attributeHeader.lengthBytes) return undefined;
    if (type === DEVICE_ATTRIBUTE && bytes.length >= deviceAttribute.lengthBytes) return deviceAttribute.decode(bytes);
    at += lengthBytes;
  }
  return undefined;
}
