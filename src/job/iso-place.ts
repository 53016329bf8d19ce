import { USER_DATA_BYTES } from '../cd/geometry.ts';
import type { TrackSource } from '../write/engine/track-source.ts';
import type { Bytes } from './bytes.ts';

/** Where a volume's descriptors begin, in blocks (ECMA-119 6.2.1). */
const FIRST_DESCRIPTOR = 16;
/** Type 1, "CD001", version 1: a primary volume descriptor (ECMA-119 8.4). */
const PRIMARY = Buffer.from([1, ...Buffer.from('CD001', 'latin1'), 1]);
/** The location of the root directory's extent, low byte first: BP 157 is its record, of which BP 3 is this (ECMA-119 8.4.18, 9.1.3). */
const ROOT_EXTENT_AT = 156 + 2;

/**
 * What an image of an ISO 9660 file system says about where it may be: all its addresses are those of the disc, and one for a
 * later session is made for that session's start. Undefined for anything else.
 */
export async function placeProblemOf(bytes: Bytes): Promise<TrackSource['placeProblem']> {
  const lengthBlocks = Math.floor(bytes.lengthBytes / USER_DATA_BYTES);
  if (lengthBlocks <= FIRST_DESCRIPTOR) return undefined;
  const descriptor = Buffer.alloc(USER_DATA_BYTES);
  const reader = await bytes.openAt(FIRST_DESCRIPTOR * USER_DATA_BYTES);
  try {
    if ((await reader.read(descriptor)) < USER_DATA_BYTES) return undefined;
  } finally {
    await reader.close();
  }
  if (!descriptor.subarray(0, PRIMARY.length).equals(PRIMARY)) return undefined;
  const root = descriptor.readUInt32LE(ROOT_EXTENT_AT);
  return (startLba) =>
    startLba + FIRST_DESCRIPTOR < root && root < startLba + lengthBlocks
      ? undefined
      : `its file system was made for another address: its root folder would be at LBA ${root}, and the image would be at LBA ${startLba} to ${startLba + lengthBlocks - 1}`;
}
