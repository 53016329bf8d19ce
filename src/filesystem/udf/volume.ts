import { type BlockReader, READ_BLOCK_BYTES, readExactly } from '../block-reader.ts';
import { damaged, FileSystemError, misplaced } from '../filesystem-error.ts';
import { revisionIn } from './identifiers.ts';
import { TagId, validTag } from './tag.ts';
import {
  anchor,
  logicalVolume,
  partition,
  primaryVolume,
  volumePointer,
  volumeStructure,
} from './volume-descriptors.ts';

/** Where the blocks of descriptors are on the disc. */
interface Extent {
  readonly block: number;
  readonly bytes: number;
}

export interface FoundPartition {
  readonly number: number;
  readonly startBlock: number;
  readonly lengthBlocks: number;
  /** See `AccessType`. */
  readonly accessType: number;
}

/** What a volume descriptor sequence says. */
export interface UdfVolume {
  readonly identifier: string;
  readonly recorded: Date | undefined;
  /** As UDF writes it: 0150h is 1.50. */
  readonly revision: number;
  readonly fileSet: { readonly block: number; readonly partition: number };
  readonly partitions: readonly FoundPartition[];
  /** The partition maps of the logical volume, as bytes. */
  readonly maps: readonly Uint8Array[];
  readonly problems: readonly { readonly reason: string; readonly lba: number }[];
}

/** ECMA-167 3/8.4.2.1, as UDF has it: 256 from the start, the last block, 256 before it; 512 on an open CD-R. */
const ANCHOR_BLOCKS = [256, 512] as const;
/** CD-Rs written track by track end in run-out blocks, and images in padding. */
const BLOCKS_FROM_END = 160;

/** ECMA-167 2/9 and ECMA-119: what a volume recognition sequence consists of. */
const RECOGNITION = ['CD001', 'BEA01', 'BOOT2', 'CDW02', 'NSR02', 'NSR03'];
const RECOGNITION_START = 16;

/** Whether a volume recognition sequence says that there is UDF, which reads a few blocks that every data disc has. */
export async function isUdfRecognized(reader: BlockReader, sessionStart: number): Promise<boolean> {
  for (let at = RECOGNITION_START; at < ANCHOR_BLOCKS[0]; at++) {
    const bytes = await readIfThere(reader, sessionStart + at);
    if (bytes === undefined) return false;
    const { identifier } = volumeStructure.decode(bytes);
    if (identifier.startsWith('NSR')) return true;
    if (!RECOGNITION.includes(identifier)) return false;
  }
  return false;
}

/** @returns undefined if there is no anchor */
export async function readUdfVolume(reader: BlockReader, sessionStart: number): Promise<UdfVolume | undefined> {
  const places = ANCHOR_BLOCKS.map((block) => sessionStart + block);
  const { endBlock } = reader;
  if (endBlock !== undefined) places.push(endBlock - 1, endBlock - 257);
  const problems: { reason: string; lba: number }[] = [];
  let shift: number | undefined;
  for (const lba of places) {
    const bytes = await readIfThere(reader, lba);
    const tag = bytes === undefined ? undefined : validTag(bytes);
    if (bytes === undefined || tag?.id !== TagId.Anchor) continue;
    if (tag.location !== lba) shift ??= tag.location - lba;
    const { mainBlock, mainBytes, reserveBlock, reserveBytes } = anchor.decode(bytes);
    for (const extent of [
      { block: mainBlock, bytes: mainBytes },
      { block: reserveBlock, bytes: reserveBytes },
    ]) {
      const volume = await readSequence(reader, extent);
      if (volume !== undefined) return { ...volume, problems };
      problems.push({ reason: 'a volume descriptor sequence cannot be read', lba: extent.block });
    }
  }
  if (problems.length > 0 && shift !== undefined) throw misplaced('UDF', sessionStart, shift);
  if (problems.length > 0) throw damaged('neither of the volume descriptor sequences can be read', problems[0]?.lba);
  return undefined;
}

export async function readIfThere(reader: BlockReader, lba: number): Promise<Uint8Array | undefined> {
  try {
    return await readExactly(reader, lba, 1, 'a descriptor');
  } catch (error) {
    if (error instanceof FileSystemError) return undefined;
    throw error;
  }
}

/** More than any sequence has. */
const MOST_DESCRIPTORS = 512;

/** @returns undefined unless it has a logical volume and a partition */
async function readSequence(reader: BlockReader, first: Extent): Promise<Omit<UdfVolume, 'problems'> | undefined> {
  let logical: Uint8Array | undefined;
  let primary: Uint8Array | undefined;
  const partitions = new Map<number, FoundPartition & { readonly sequenceNumber: number }>();
  const visited = new Set<number>();
  let { block } = first;
  let end = block + Math.ceil(first.bytes / READ_BLOCK_BYTES);
  const isNewer = (bytes: Uint8Array, than: Uint8Array | undefined): boolean =>
    than === undefined || primaryVolume.decode(bytes).sequenceNumber >= primaryVolume.decode(than).sequenceNumber;
  while (block < end && visited.size < MOST_DESCRIPTORS && !visited.has(block)) {
    visited.add(block);
    const bytes = await readIfThere(reader, block);
    block++;
    const tag = bytes === undefined ? undefined : validTag(bytes);
    if (bytes === undefined || tag === undefined) continue;
    if (tag.id === TagId.Terminating) break;
    if (tag.id === TagId.PrimaryVolume && isNewer(bytes, primary)) primary = bytes;
    if (tag.id === TagId.LogicalVolume && isNewer(bytes, logical)) logical = bytes;
    if (tag.id === TagId.Partition) {
      const found = partition.decode(bytes);
      if ((partitions.get(found.number)?.sequenceNumber ?? -1) <= found.sequenceNumber)
        partitions.set(found.number, found);
    }
    if (tag.id === TagId.VolumePointer) {
      const { nextBlock, nextBytes } = volumePointer.decode(bytes);
      block = nextBlock;
      end = nextBlock + Math.ceil(nextBytes / READ_BLOCK_BYTES);
    }
  }
  if (logical === undefined || partitions.size === 0) return undefined;
  const values = logicalVolume.decode(logical);
  return {
    identifier: values.identifier,
    recorded: primary === undefined ? undefined : primaryVolume.decode(primary).recorded,
    revision: revisionIn(values.domain),
    fileSet: { block: values.fileSetBlock, partition: values.fileSetPartition },
    partitions: [...partitions.values()],
    maps: requireBlocks(values.blockBytes, logical, values),
  };
}

function requireBlocks(
  blockBytes: number,
  logical: Uint8Array,
  { mapCount, mapTableBytes }: { readonly mapCount: number; readonly mapTableBytes: number },
): Uint8Array[] {
  if (blockBytes !== READ_BLOCK_BYTES) {
    throw new FileSystemError({
      kind: 'unsupported',
      reason: `the UDF volume has blocks of ${blockBytes} bytes, and only those of ${READ_BLOCK_BYTES} are read`,
      remedy: 'Optical discs have these; read a hard disk or a memory card with the operating system',
    });
  }
  const table = logical.subarray(logicalVolume.lengthBytes, logicalVolume.lengthBytes + mapTableBytes);
  const maps: Uint8Array[] = [];
  for (let at = 0; at + 2 <= table.length && maps.length < mapCount; ) {
    const length = table[at + 1] ?? 0;
    if (length < 2 || at + length > table.length) break;
    maps.push(table.subarray(at, at + length));
    at += length;
  }
  return maps;
}

export { BLOCKS_FROM_END };
