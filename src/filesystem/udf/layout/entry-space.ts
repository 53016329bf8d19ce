import { BLOCK_BYTES } from '../../iso9660/constants.ts';
import {
  ATTRIBUTES_START,
  allocationExtent,
  newDeviceAttribute,
  newExtendedFileEntry,
  newFileEntry,
} from '../file-descriptors.ts';
import type { RevisionFacts } from '../revisions.ts';

/** How allocation descriptors say where something is: in the partition of the entry, or in any. */
export type Allocation = 'short' | 'long';
export const ALLOCATION_BYTES: Readonly<Record<Allocation, number>> = { short: 8, long: 16 };

/** UDF 2.50, 3.3.5: entries of the third edition of ECMA-167 also have the date of creation. */
export const entryStruct = ({ edition }: RevisionFacts) => (edition === 3 ? newExtendedFileEntry : newFileEntry);

export const DEVICE_ATTRIBUTES_BYTES = ATTRIBUTES_START + newDeviceAttribute.lengthBytes;

/** What a file entry has room for, besides its own fields. */
export const roomInEntry = (revision: RevisionFacts, attributeBytes = 0): number =>
  BLOCK_BYTES - entryStruct(revision).lengthBytes - attributeBytes;

/** Nearly all files have none or one. */
const USUAL: readonly (readonly number[])[] = [[0], [1]];

/**
 * How allocation descriptors are divided: some in the entry, and the rest in blocks after it. All but the last of these end with one that
 * says where the next is (ECMA-167 4/12).
 */
export function divideAllocation(count: number, allocation: Allocation, revision: RevisionFacts): readonly number[] {
  const usual = USUAL[count];
  if (usual !== undefined) return usual;
  const each = ALLOCATION_BYTES[allocation];
  let room = Math.floor(roomInEntry(revision) / each);
  const inBlock = Math.floor((BLOCK_BYTES - allocationExtent.lengthBytes) / each);
  const parts: number[] = [];
  for (let left = count; ; room = inBlock) {
    if (left <= room) return [...parts, left];
    parts.push(room - 1);
    left -= room - 1;
  }
}
