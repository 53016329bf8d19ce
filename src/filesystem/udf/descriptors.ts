import {
  bits,
  bytes,
  crc,
  optional,
  struct,
  u8,
  u16le,
  u32le,
  u64le,
  unsigned,
  type ValuesOf,
} from '../../codec/index.ts';
import { dstring } from './cs0.ts';
import { timestamp } from './timestamp.ts';

/*
 * The descriptors of ECMA-167 (3rd edition), as UDF 1.02 to 2.60 uses them. Of each, what a reader needs.
 */

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
  FileSet: 256,
  FileIdentifier: 257,
  AllocationExtent: 258,
  IndirectEntry: 259,
  FileEntry: 261,
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

/** Completes a descriptor whose other fields are set. */
export function withTag(
  descriptor: Uint8Array,
  { id, location }: Pick<DescriptorTag, 'id' | 'location'>,
): Uint8Array<ArrayBuffer> {
  const covered = descriptor.subarray(TAG_BYTES);
  const tagged = descriptorTag.patch(descriptor, {
    id,
    version: 3,
    location,
    crc: tagCrc(covered),
    crcLength: covered.length,
  });
  tagged[CHECKSUM_AT] = tagChecksum(tagged);
  return tagged;
}

/** ECMA-167 3/10.2: where both volume descriptor sequences are. */
export const anchor = struct(32, {
  mainBytes: u32le(16),
  mainBlock: u32le(20),
  reserveBytes: u32le(24),
  reserveBlock: u32le(28),
});

/** ECMA-167 3/10.1. */
export const primaryVolume = struct(512, {
  sequenceNumber: u32le(16),
  volumeIdentifier: dstring(24, 32),
  recorded: timestamp(376),
});

/** ECMA-167 3/10.3: the sequence continues elsewhere. */
export const volumePointer = struct(28, { sequenceNumber: u32le(16), nextBytes: u32le(20), nextBlock: u32le(24) });

/** ECMA-167 3/10.5. */
export const partition = struct(196, {
  sequenceNumber: u32le(16),
  number: u16le(22),
  startBlock: u32le(188),
  lengthBlocks: u32le(192),
});

/** ECMA-167 3/10.6; the partition maps come after it. */
export const logicalVolume = struct(440, {
  sequenceNumber: u32le(16),
  identifier: dstring(84, 128),
  blockBytes: u32le(212),
  revision: u16le(240),
  fileSetBlock: u32le(252),
  fileSetPartition: u16le(256),
  mapTableBytes: u32le(264),
  mapCount: u32le(268),
});

/** ECMA-167 3/10.7.1. */
export const partitionMapHeader = struct(2, { type: u8(0), lengthBytes: u8(1) });
/** ECMA-167 3/10.7.2. */
export const physicalMap = struct(6, { partitionNumber: u16le(4) });
/** UDF 2.50, 2.2.8 to 2.2.10. */
export const udfMap = struct(64, {
  identifier: bytes(5, 23),
  partitionNumber: u16le(38),
  /** Of a sparable partition. */
  packetBlocks: u16le(40),
  tableCount: u8(42),
  tableBytes: u32le(44),
  tableBlock0: u32le(48),
  tableBlock1: u32le(52),
  tableBlock2: u32le(56),
  tableBlock3: u32le(60),
});
/** The same bytes, of a metadata partition. */
export const metadataMap = struct(64, { partitionNumber: u16le(38), fileBlock: u32le(40), mirrorBlock: u32le(44) });

/** UDF 2.50, 2.2.12: where damaged packets are now; the entries come after it. */
export const sparingTable = struct(56, { identifier: bytes(17, 23), entryCount: u16le(48), sequenceNumber: u32le(52) });
export const sparingEntry = struct(8, { originalBlock: u32le(0), mappedBlock: u32le(4) });

/** ECMA-167 4/14.1. */
export const fileSet = struct(480, {
  rootBlock: u32le(404),
  rootPartition: u16le(408),
});

/** The part of every file entry that says what it is (ECMA-167 4/14.6). */
export const icbTag = struct(36, {
  strategy: u16le(20),
  fileType: u8(27),
  allocation: bits(34, [2, 0]),
  setUid: optional(bits(34, [6, 6])),
  setGid: optional(bits(34, [7, 7])),
  sticky: optional(bits(35, [0, 0])),
});

/** ECMA-167 4/14.6.6. */
export const FileType = {
  Unspecified: 0,
  Directory: 4,
  File: 5,
  Block: 6,
  Character: 7,
  Pipe: 9,
  Socket: 10,
  Link: 12,
  Vat: 248,
  RealTime: 249,
  Metadata: 250,
  MetadataMirror: 251,
} as const;

const owner = { uid: u32le(36), gid: u32le(40), permissions: u32le(44), links: u16le(48), lengthBytes: u64le(56) };

/** ECMA-167 4/14.9. */
export const fileEntry = struct(176, {
  ...owner,
  accessed: timestamp(72),
  modified: timestamp(84),
  changed: timestamp(96),
  attributeBytes: u32le(168),
  allocationBytes: u32le(172),
});
/** ECMA-167 4/14.17. */
export const extendedFileEntry = struct(216, {
  ...owner,
  accessed: timestamp(80),
  modified: timestamp(92),
  created: timestamp(104),
  changed: timestamp(116),
  attributeBytes: u32le(208),
  allocationBytes: u32le(212),
});

/** ECMA-167 4/14.7: the entry is elsewhere (strategy 4096). */
export const indirectEntry = struct(52, { block: u32le(40), partition: u16le(44) });

/** ECMA-167 4/14.4; implementation use and the name come after it. */
export const fileIdentifier = struct(38, {
  version: u16le(16),
  hidden: bits(18, [0, 0]),
  directory: bits(18, [1, 1]),
  deleted: bits(18, [2, 2]),
  parent: bits(18, [3, 3]),
  metadata: bits(18, [4, 4]),
  nameBytes: u8(19),
  icbBytes: u32le(20),
  icbBlock: u32le(24),
  icbPartition: u16le(28),
  useBytes: u16le(36),
});

/** The two high bits of an extent's length (ECMA-167 4/14.14.1.1). */
export const ExtentType = { Recorded: 0, Allocated: 1, Absent: 2, More: 3 } as const;

const extentLength = {
  type: bits(3, [7, 6]),
  lengthBytes: unsigned([
    { byte: 3, high: 5, low: 0 },
    { byte: 2, high: 7, low: 0 },
    { byte: 1, high: 7, low: 0 },
    { byte: 0, high: 7, low: 0 },
  ]),
};

/** ECMA-167 4/14.14.1 to 14.14.3. */
export const shortAllocation = struct(8, { ...extentLength, block: u32le(4) });
export const longAllocation = struct(16, { ...extentLength, block: u32le(4), partition: u16le(8) });
export const extendedAllocation = struct(20, { ...extentLength, block: u32le(12), partition: u16le(16) });

/** ECMA-167 4/14.5; allocation descriptors come after it. */
export const allocationExtent = struct(24, { allocationBytes: u32le(20) });

/** ECMA-167 4/14.10.1: extended attributes begin like this. */
export const attributeHeader = struct(12, { type: u32le(0), lengthBytes: u32le(8) });
/** ECMA-167 4/14.10.7. */
export const deviceAttribute = struct(24, { major: u32le(16), minor: u32le(20) });
export const DEVICE_ATTRIBUTE = 12;
/** The header before the attributes (ECMA-167 4/14.10.1). */
export const ATTRIBUTES_START = 24;

/** ECMA-167 4/14.16.1: a part of a symbolic link's target; its text comes after it. */
export const pathComponent = struct(4, { type: u8(0), textBytes: u8(1) });

/** UDF 2.50, 2.2.11: the Virtual Allocation Table of revision 2.00 and later begins with its own length. */
export const vatHeader = struct(2, { lengthBytes: u16le(0) });
export const vatEntry = struct(4, { block: u32le(0) });
