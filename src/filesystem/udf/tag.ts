import { crc, struct, u8, u16le, u32le, type ValuesOf } from '../../codec/index.ts';

/** ECMA-167 3/7.2.1 and 4/7.2.1, and UDF 2.50, 2.2.14.1. */
export const TagId = {
  PrimaryVolume: 1,
  Anchor: 2,
  VolumePointer: 3,
  ImplementationUse: 4,
  Partition: 5,
  LogicalVolume: 6,
  UnallocatedSpace: 7,
  Terminating: 8,
  LogicalVolumeIntegrity: 9,
  FileSet: 256,
  FileIdentifier: 257,
  AllocationExtent: 258,
  IndirectEntry: 259,
  FileEntry: 261,
  ExtendedAttributeHeader: 262,
  ExtendedFileEntry: 266,
} as const;

const TAG_BYTES = 16;

/** The descriptor tag (ECMA-167 3/7.2, 4/7.2). */
export const descriptorTag = struct(TAG_BYTES, {
  id: u16le(0),
  version: u16le(2),
  checksum: u8(4),
  serialNumber: u16le(6),
  crc: u16le(8),
  crcLength: u16le(10),
  location: u32le(12),
});
export type DescriptorTag = ValuesOf<(typeof descriptorTag)['fields']>;

/** ECMA-167 3/7.2.6: x^16 + x^12 + x^5 + 1, starting with zero. */
const tagCrc = crc({ widthBits: 16, polynomial: 0x1021 });

const CHECKSUM_AT = 4;

/** ECMA-167 3/7.2.3: the sum of the other fifteen bytes of the tag. */
export function tagChecksum(descriptor: Uint8Array): number {
  let sum = 0;
  for (let index = 0; index < TAG_BYTES; index++) if (index !== CHECKSUM_AT) sum += descriptor[index] ?? 0;
  return sum % 0x100;
}

/** @returns the tag of a descriptor, or undefined if its checksum or its CRC is wrong */
export function validTag(descriptor: Uint8Array): DescriptorTag | undefined {
  if (descriptor.length < TAG_BYTES) return undefined;
  const tag = descriptorTag.decode(descriptor);
  if (tag.id === 0 || tag.checksum !== tagChecksum(descriptor)) return undefined;
  const covered = descriptor.subarray(TAG_BYTES, TAG_BYTES + tag.crcLength);
  return covered.length === tag.crcLength && tagCrc(covered) === tag.crc ? tag : undefined;
}

/** What a writer sets of a tag; the rest follows from the descriptor. */
export type NewTag = Pick<DescriptorTag, 'id' | 'location'> & Partial<Pick<DescriptorTag, 'version' | 'serialNumber'>>;

/** Completes a descriptor in place whose other fields are set. @param version 2 for NSR02, 3 for NSR03 (the default) */
export function setTag<Bytes extends Uint8Array>(
  descriptor: Bytes,
  { id, location, version = 3, serialNumber = 0 }: NewTag,
): Bytes {
  const covered = descriptor.subarray(TAG_BYTES);
  const crcLength = covered.length;
  descriptor.set(
    descriptorTag.encode({ id, version, checksum: 0, serialNumber, location, crc: tagCrc(covered), crcLength }),
  );
  descriptor[CHECKSUM_AT] = tagChecksum(descriptor);
  return descriptor;
}

/** The same, in a copy. */
export const withTag = (descriptor: Uint8Array, tag: NewTag): Uint8Array<ArrayBuffer> =>
  setTag(new Uint8Array(descriptor), tag);
