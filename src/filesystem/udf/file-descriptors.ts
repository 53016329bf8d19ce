import { bits, fixed, optional, struct, u8, u16le, u32le, u64le, unsigned } from '../../codec/index.ts';
import { dstring } from './cs0.ts';
import { charSpec, entityId } from './identifiers.ts';
import { timestamp } from './timestamp.ts';

/*
 * The descriptors of files and folders (ECMA-167, 3rd edition, part 4), as UDF 1.02 to 2.60 uses them.
 */

/** ECMA-167 4/14.1. */
export const fileSet = struct(512, {
  recorded: timestamp(16),
  interchangeLevel: fixed(u16le(28), 3),
  maximumInterchangeLevel: fixed(u16le(30), 3),
  characterSets: fixed(u32le(32), 1),
  maximumCharacterSets: fixed(u32le(36), 1),
  logicalVolumeCharacters: charSpec(48),
  logicalVolumeIdentifier: dstring(112, 128),
  characters: charSpec(240),
  identifier: dstring(304, 32),
  rootBytes: optional(u32le(400)),
  rootBlock: u32le(404),
  rootPartition: u16le(408),
  domain: entityId(416),
});

/** ECMA-167 4/14.6.2: an entry that is not followed by newer ones. */
export const STRATEGY_ONCE = 4;

/** The part of every file entry that says what it is (ECMA-167 4/14.6). */
export const icbTag = struct(36, {
  strategy: u16le(20),
  fileType: u8(27),
  allocation: bits(34, [2, 0]),
  setUid: optional(bits(34, [6, 6])),
  setGid: optional(bits(34, [7, 7])),
  sticky: optional(bits(35, [0, 0])),
});

/** The same, of an entry that is written once. */
const newIcbTag = struct(36, {
  ...icbTag.fields,
  strategy: fixed(u16le(20), STRATEGY_ONCE),
  mostEntries: fixed(u16le(24), 1),
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
/** What only a writer needs of it. */
export const newFileEntry = struct(176, {
  ...fileEntry.fields,
  ...newIcbTag.fields,
  recordedBlocks: u64le(64),
  checkpoint: fixed(u32le(108), 1),
  implementation: entityId(128),
  uniqueId: u64le(160),
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
/** What only a writer needs of it. The object size includes named streams, of which there are none. */
export const newExtendedFileEntry = struct(216, {
  ...extendedFileEntry.fields,
  ...newIcbTag.fields,
  objectBytes: u64le(64),
  recordedBlocks: u64le(72),
  checkpoint: fixed(u32le(128), 1),
  implementation: entityId(168),
  uniqueId: u64le(200),
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
  /** UDF 2.50, 2.3.4.3: of the name, not of the file. */
  uniqueId: optional(u32le(32)),
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
export const allocationExtent = struct(24, { previousBlock: fixed(u32le(16)), allocationBytes: u32le(20) });

/** ECMA-167 4/14.10.1: extended attributes begin like this. */
export const attributeHeader = struct(12, { type: u32le(0), lengthBytes: u32le(8) });
export const DEVICE_ATTRIBUTE = 12;
/** ECMA-167 4/14.10.7. */
export const deviceAttribute = struct(24, { major: u32le(16), minor: u32le(20) });
/** All of it. Who wrote it is in its implementation use (UDF 2.50, 3.3.4.4). */
export const newDeviceAttribute = struct(56, {
  ...deviceAttribute.fields,
  type: fixed(u32le(0), DEVICE_ATTRIBUTE),
  subtype: fixed(u8(4), 1),
  lengthBytes: fixed(u32le(8), 56),
  useBytes: fixed(u32le(12), 32),
  implementation: entityId(24),
});
/** The header before the attributes (ECMA-167 4/14.10.1). */
export const ATTRIBUTES_START = 24;
/** That header. Attributes of implementations and of applications are at these offsets, or past the end. */
export const attributesHeader = struct(ATTRIBUTES_START, {
  implementationOffset: u32le(16),
  applicationOffset: u32le(20),
});

/** ECMA-167 4/14.16.1: a part of a symbolic link's target; its text comes after it. */
export const pathComponent = struct(4, { type: u8(0), textBytes: u8(1) });
