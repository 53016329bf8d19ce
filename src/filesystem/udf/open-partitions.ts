import { type BlockReader, READ_BLOCK_BYTES } from '../block-reader.ts';
import { ExtentsReader } from '../extents-reader.ts';
import { damaged, FileSystemError } from '../filesystem-error.ts';
import { type Entry, EntryReader } from './entries.ts';
import { FileType } from './file-descriptors.ts';
import {
  inFile,
  physical,
  type Run,
  readSparingTables,
  sparable,
  type UdfPartition,
  type VirtualTable,
  virtual,
} from './partitions.ts';
import { BLOCKS_FROM_END, type UdfVolume } from './volume.ts';
import { metadataMap, partitionMapHeader, physicalMap, udfMap, vatHeader } from './volume-descriptors.ts';

const PHYSICAL_MAP = 1;

/** The partitions of a volume, in the order of their maps. @throws FileSystemError of kind `damaged` or `unsupported` */
export async function openPartitions(
  reader: BlockReader,
  volume: UdfVolume,
  sessionStart: number,
): Promise<UdfPartition[]> {
  const opened: UdfPartition[] = [];
  for (const map of volume.maps) opened.push(await openOne(reader, volume, map, sessionStart));
  return opened;
}

async function openOne(
  reader: BlockReader,
  volume: UdfVolume,
  map: Uint8Array,
  sessionStart: number,
): Promise<UdfPartition> {
  const { type } = partitionMapHeader.decode(map);
  const baseOf = (number: number): UdfPartition => {
    const found = volume.partitions.find((each) => each.number === number);
    if (found === undefined) throw damaged(`there is no partition with number ${number}`);
    return physical(found.startBlock, found.lengthBlocks);
  };
  if (type === PHYSICAL_MAP && map.length >= physicalMap.lengthBytes)
    return baseOf(physicalMap.decode(map).partitionNumber);
  if (map.length < udfMap.lengthBytes) throw unsupported(`a partition map of type ${type}`);
  const values = udfMap.decode(map);
  const identifier = Buffer.from(values.identifier).toString('latin1').replace(/\0+$/, '');
  const base = baseOf(values.partitionNumber);
  switch (identifier) {
    case '*UDF Sparable Partition': {
      const tables = [values.tableBlock0, values.tableBlock1, values.tableBlock2, values.tableBlock3].slice(
        0,
        values.tableCount,
      );
      const spared = await readSparingTables(reader, tables, values.tableBytes);
      return sparable(base, Math.max(1, values.packetBlocks), spared);
    }
    case '*UDF Virtual Partition': {
      const start = volume.partitions.find(({ number }) => number === values.partitionNumber)?.startBlock ?? 0;
      return virtual(base, await readVat(reader, base, start, sessionStart));
    }
    case '*UDF Metadata Partition': {
      const { fileBlock, mirrorBlock } = metadataMap.decode(map);
      return openMetadata(reader, base, [fileBlock, mirrorBlock]);
    }
    default:
      throw unsupported(`a partition of kind "${identifier}"`);
  }
}

const unsupported = (what: string): FileSystemError =>
  new FileSystemError({
    kind: 'unsupported',
    reason: `the UDF volume has ${what}, which is not read`,
    remedy: 'Read the disc with the operating system',
  });

/** UDF 2.50, 2.2.13: a file with the partition, and a mirror of it. */
async function openMetadata(reader: BlockReader, base: UdfPartition, blocks: readonly number[]): Promise<UdfPartition> {
  let failure: unknown;
  for (const block of blocks) {
    try {
      const { extents, fileType } = await new EntryReader(reader, [base]).entry({ block, partition: 0 });
      if (fileType !== FileType.Metadata && fileType !== FileType.MetadataMirror)
        throw damaged('the metadata file has another type');
      return inFile(
        extents.flatMap(({ startBlock, lengthBytes }): Run[] =>
          startBlock === undefined ? [] : [{ lba: startBlock, blocks: Math.ceil(lengthBytes / READ_BLOCK_BYTES) }],
        ),
      );
    } catch (error) {
      if (!(error instanceof FileSystemError)) throw error;
      failure = error;
    }
  }
  throw failure;
}

/** Longer tables are not believed: four bytes for each block of the largest disc that has one. */
const LONGEST_VAT_BYTES = 64 * 1_048_576;
/** What UDF 1.50 has after the entries: an identifier and the place of the table before. */
const OLD_VAT_TRAILER_BYTES = 36;

/** UDF 2.50, 2.2.11: the entry of the table is the last block that was written. */
async function readVat(
  reader: BlockReader,
  base: UdfPartition,
  startBlock: number,
  sessionStart: number,
): Promise<VirtualTable> {
  const { endBlock } = reader;
  if (endBlock === undefined)
    throw unsupported('a Virtual Allocation Table, and where the disc ends is not known, so that it');
  const entries = new EntryReader(reader, [base]);
  const lowest = Math.max(sessionStart, startBlock);
  const last = await lastWritten(reader, endBlock, lowest);
  const first = Math.max(lowest, last - BLOCKS_FROM_END);
  for (let lba = last; lba >= first; lba--) {
    const entry = await entryAt(entries, lba - startBlock);
    if (entry === undefined || entry.lengthBytes > LONGEST_VAT_BYTES) continue;
    const table =
      entry.fileType === FileType.Vat || entry.fileType === FileType.Unspecified
        ? await contentsOf(reader, entry)
        : undefined;
    const found = table === undefined ? undefined : vatEntries(table, entry.fileType);
    if (found !== undefined) return { table: found, tableBlock: lba };
  }
  throw damaged('there is no Virtual Allocation Table at the end of the disc', endBlock - 1);
}

const CHUNK_BLOCKS = 256;

/** The last block that is not only zeros: images may be longer than what was written. */
async function lastWritten(reader: BlockReader, endBlock: number, lowest: number): Promise<number> {
  for (let end = endBlock; end > lowest; end -= CHUNK_BLOCKS) {
    const first = Math.max(lowest, end - CHUNK_BLOCKS);
    const bytes = await reader.readBlocks(first, end - first);
    for (let at = bytes.length - 1; at >= 0; at--)
      if (bytes[at] !== 0) return first + Math.floor(at / READ_BLOCK_BYTES);
  }
  return endBlock - 1;
}

async function entryAt(entries: EntryReader, block: number): Promise<Entry | undefined> {
  try {
    return await entries.entry({ block, partition: 0 });
  } catch (error) {
    if (error instanceof FileSystemError) return undefined;
    throw error;
  }
}

function vatEntries(table: Uint8Array, fileType: number): Uint8Array | undefined {
  if (fileType === FileType.Vat) {
    if (table.length < vatHeader.lengthBytes) return undefined;
    return table.subarray(vatHeader.decode(table).lengthBytes);
  }
  const end = table.length - OLD_VAT_TRAILER_BYTES;
  const isTable =
    end >= 0 &&
    Buffer.from(table.subarray(end + 1, end + 24))
      .toString('latin1')
      .startsWith('*UDF Virtual Alloc Tbl');
  return isTable ? table.subarray(0, end) : undefined;
}

/** All bytes of a file, which must be short enough to be held. */
export async function contentsOf(reader: BlockReader, { contents, extents, lengthBytes }: Entry): Promise<Uint8Array> {
  if (contents !== undefined) return contents;
  const bytes = new Uint8Array(lengthBytes);
  const read = await new ExtentsReader(reader, extents, 'a structure').read(bytes);
  return bytes.subarray(0, read);
}
