import { SUB_HEADER_BYTES, USER_DATA_BYTES } from '../cd/geometry.ts';
import type { TrackReader, TrackSource } from '../write/engine/track-source.ts';

/** Where a volume's descriptors begin, in blocks (ECMA-119 6.2.1). */
const FIRST_DESCRIPTOR = 16;
/** Type 1, "CD001", version 1: a primary volume descriptor (ECMA-119 8.4). */
const PRIMARY = Buffer.from([1, ...Buffer.from('CD001', 'latin1'), 1]);
/** BP 157 of the descriptor is the root directory's record (ECMA-119 8.4.18). */
const ROOT_RECORD_AT = 156;
/** Of a directory record, from 0: the location of its extent, the length of its name, and that (ECMA-119 9.1). */
const RECORD = { extentAt: 2, nameLengthAt: 32, nameAt: 33, leastBytes: 34 } as const;

/** The root directory comes after the path tables, which are a few blocks in all but the largest images. */
const SEARCHED_BLOCKS = 2_048;

/** A track of data that may hold a file system. */
export interface Volume {
  readonly lengthBlocks: number;
  /** Bytes of a block of what the reader gives. */
  readonly blockBytes: number;
  /** Blocks before the track's index 1. Default 0. */
  readonly pregapBlocks?: number;
  openReader(): Promise<Pick<TrackReader, 'read' | 'close'>>;
}

/**
 * What an image of an ISO 9660 file system says about where it may be: all its addresses are those of the disc, and one for a
 * later session is made for that session's start. Undefined for anything else.
 */
export async function placeProblemOf(volume: Volume): Promise<TrackSource['placeProblem']> {
  if (volume.lengthBlocks <= FIRST_DESCRIPTOR) return undefined;
  const reader = await volume.openReader();
  try {
    return await problemIn(volume, reader);
  } finally {
    await reader.close();
  }
}

async function problemIn(
  { lengthBlocks, blockBytes, pregapBlocks = 0 }: Volume,
  reader: Pick<TrackReader, 'read'>,
): Promise<TrackSource['placeProblem']> {
  const block = Buffer.alloc(blockBytes);
  const dataAt = blockBytes === USER_DATA_BYTES ? 0 : SUB_HEADER_BYTES;
  const data = block.subarray(dataAt, dataAt + USER_DATA_BYTES);
  let root = 0;
  for (let lba = -pregapBlocks; lba < SEARCHED_BLOCKS; lba++) {
    if ((await reader.read(block)) < blockBytes) break;
    if (lba === FIRST_DESCRIPTOR) {
      if (!data.subarray(0, PRIMARY.length).equals(PRIMARY)) return undefined;
      root = data.readUInt32LE(ROOT_RECORD_AT + RECORD.extentAt);
    }
    if (lba > FIRST_DESCRIPTOR && root >= lba && isDirectoryAt(data, root)) return madeFor(root - lba);
  }
  return root === 0 ? undefined : within(root, lengthBlocks);
}

/** Whether a block begins with the record of a directory for itself, which says that it is at this address (ECMA-119 6.8.2.2). */
const isDirectoryAt = (block: Buffer, lba: number): boolean =>
  block.readUInt8(0) >= RECORD.leastBytes &&
  block.readUInt32LE(RECORD.extentAt) === lba &&
  block.readUInt8(RECORD.nameLengthAt) === 1 &&
  block.readUInt8(RECORD.nameAt) === 0;

const madeFor =
  (madeForLba: number): TrackSource['placeProblem'] =>
  (startLba) =>
    startLba === madeForLba ? undefined : `its file system was made for another address: LBA ${madeForLba}`;

/** For a file system whose root directory was not found: it must be somewhere in the image. */
const within =
  (root: number, lengthBlocks: number): TrackSource['placeProblem'] =>
  (startLba) =>
    startLba + FIRST_DESCRIPTOR < root && root < startLba + lengthBlocks
      ? undefined
      : `its file system was made for another address: its root folder would be at LBA ${root}, and the image would be at LBA ${startLba} to ${startLba + lengthBlocks - 1}`;
