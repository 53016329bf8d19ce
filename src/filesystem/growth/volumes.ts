import type { BlockReader } from '../block-reader.ts';
import { readVolume } from '../iso9660/reader/read-volume.ts';
import { UNIT_BLOCKS } from '../udf/layout/volume-structures.ts';
import { isUdfRecognized, readUdfVolume } from '../udf/volume.ts';
import { AccessType } from '../udf/volume-descriptors.ts';

/** The file systems at the start of a disc, as far as they matter for adding to them. */
export interface FoundVolumes {
  readonly iso9660: boolean;
  readonly udf: boolean;
  /** The block after the last one that any of them uses. */
  readonly endBlock: number;
  /** Why nothing can be added, as a clause. */
  readonly problem?: string;
}

/** From the partition to the last anchor, which are as far from each other as the last two anchors. */
const AFTER_PARTITION = 257;

/**
 * Finds what a program finds that mounts the disc from its start.
 * @returns undefined if there is neither ISO 9660 nor UDF
 * @throws FileSystemError of kind `damaged`; what the block reader throws
 */
export async function findVolumes(reader: BlockReader): Promise<FoundVolumes | undefined> {
  const iso = await readVolume(reader, 0);
  const udf = (await isUdfRecognized(reader, 0)) ? await readUdfVolume(reader, 0) : undefined;
  if (iso === undefined && udf === undefined) return undefined;
  const isoEnd = iso?.primary.volumeSpaceBlocks ?? 0;
  const partitions = udf?.partitions ?? [];
  const partitionEnd = Math.max(0, ...partitions.map(({ startBlock, lengthBlocks }) => startBlock + lengthBlocks));
  // A bridge ends where its ISO 9660 does; UDF alone goes on to its last anchor.
  const udfEnd =
    iso === undefined ? Math.ceil((partitionEnd + AFTER_PARTITION) / UNIT_BLOCKS) * UNIT_BLOCKS : partitionEnd;
  const inPlace = partitions.some(({ accessType }) => accessType !== AccessType.ReadOnly);
  return {
    iso9660: iso !== undefined,
    udf: udf !== undefined,
    endBlock: Math.max(isoEnd, udfEnd),
    ...(inPlace ? { problem: 'its UDF is one whose files operating systems change in place' } : {}),
  };
}
