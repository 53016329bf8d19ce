import { type BlockReader, READ_BLOCK_BYTES, readExactly } from '../block-reader.ts';
import { damaged, FileSystemError } from '../filesystem-error.ts';
import { validTag } from './tag.ts';
import { sparingEntry, sparingTable, vatEntry } from './volume-descriptors.ts';

/** Blocks of the disc that follow each other, as part of a partition. */
export interface Run {
  readonly lba: number;
  readonly blocks: number;
}

/** Where the blocks of a partition are on the disc. */
export interface UdfPartition {
  /** The first of these blocks, with those that follow it on the disc too. @throws FileSystemError of kind `damaged` */
  locate(block: number, count: number): Run;
  /** Of a virtual one: the block of the disc with the entry of its table. */
  readonly tableBlock?: number;
}

/** ECMA-167 3/10.7.2. */
export const physical = (startBlock: number, lengthBlocks: number): UdfPartition => ({
  locate(block, count) {
    if (block + count > lengthBlocks) throw outside(block, lengthBlocks);
    return { lba: startBlock + block, blocks: count };
  },
});

const outside = (block: number, lengthBlocks: number): FileSystemError =>
  damaged(`block ${block} is outside its partition of ${lengthBlocks} blocks`);

const ABSENT = 0xffff_ffff;

/** A Virtual Allocation Table without its header, and where its entry is. */
export interface VirtualTable {
  readonly table: Uint8Array;
  readonly tableBlock: number;
}

/** UDF 2.50, 2.2.10: every block is where a table says. */
export function virtual(base: UdfPartition, { table, tableBlock }: VirtualTable): UdfPartition {
  const entries = Math.floor(table.length / vatEntry.lengthBytes);
  return {
    tableBlock,
    locate(block) {
      if (block >= entries) throw outside(block, entries);
      const { block: real } = vatEntry.decode(table.subarray(block * vatEntry.lengthBytes));
      if (real === ABSENT) throw damaged(`virtual block ${block} is nowhere`);
      return base.locate(real, 1);
    },
  };
}

/** UDF 2.50, 2.2.9: packets that became bad are elsewhere. */
export function sparable(base: UdfPartition, packetBlocks: number, spared: ReadonlyMap<number, number>): UdfPartition {
  return {
    locate(block, count) {
      const first = block - (block % packetBlocks);
      const inPacket = Math.min(count, first + packetBlocks - block);
      const instead = spared.get(first);
      if (instead !== undefined) return { lba: instead + (block - first), blocks: inPacket };
      return base.locate(block, inPacket);
    },
  };
}

/** Longer tables are not believed. */
const MOST_TABLE_BLOCKS = 1_024;
const UNUSED_FROM = 0xffff_fff0;

/** The table with the highest number of those that can be read. */
export async function readSparingTables(
  reader: BlockReader,
  blocks: readonly number[],
  tableBytes: number,
): Promise<ReadonlyMap<number, number>> {
  const count = Math.min(MOST_TABLE_BLOCKS, Math.max(1, Math.ceil(tableBytes / READ_BLOCK_BYTES)));
  let newest = -1;
  let spared: ReadonlyMap<number, number> = new Map();
  for (const block of blocks) {
    try {
      const bytes = await readExactly(reader, block, count, 'a sparing table');
      const { entryCount, sequenceNumber } = sparingTable.decode(bytes);
      // The tag of a sparing table has no number of its own (UDF 2.50, 2.2.12).
      const isTable = descriptorIsWhole(bytes);
      if (!isTable || sequenceNumber <= newest) continue;
      newest = sequenceNumber;
      spared = entriesOf(bytes, entryCount);
    } catch (error) {
      if (!(error instanceof FileSystemError)) throw error;
    }
  }
  return spared;
}

function descriptorIsWhole(bytes: Uint8Array): boolean {
  const identifier = Buffer.from(sparingTable.decode(bytes).identifier).toString('latin1');
  return identifier.startsWith('*UDF Sparing Table') && (validTag(bytes) !== undefined || bytes[0] === 0);
}

function entriesOf(bytes: Uint8Array, entryCount: number): ReadonlyMap<number, number> {
  const spared = new Map<number, number>();
  for (let index = 0; index < entryCount; index++) {
    const at = sparingTable.lengthBytes + index * sparingEntry.lengthBytes;
    if (at + sparingEntry.lengthBytes > bytes.length) break;
    const { originalBlock, mappedBlock } = sparingEntry.decode(bytes.subarray(at));
    if (originalBlock < UNUSED_FROM) spared.set(originalBlock, mappedBlock);
  }
  return spared;
}

/** UDF 2.50, 2.2.10: a partition in a file. @param extents of that file, on the disc */
export function inFile(extents: readonly Run[]): UdfPartition {
  return {
    locate(block, count) {
      let first = 0;
      for (const { lba, blocks } of extents) {
        if (block < first + blocks) {
          const into = block - first;
          return { lba: lba + into, blocks: Math.min(count, blocks - into) };
        }
        first += blocks;
      }
      throw outside(block, first);
    },
  };
}
