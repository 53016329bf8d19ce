import { bits, bytes, fixed, optional, struct, text, u8, u16le, u32le, u64le } from '../../codec/index.ts';
import { dstring } from './cs0.ts';
import { charSpec, entityId } from './identifiers.ts';
import { timestamp } from './timestamp.ts';

/*
 * The descriptors of a volume (ECMA-167, 3rd edition, parts 2 and 3), as UDF 1.02 to 2.60 uses them. Fields with one value in all volumes of
 * one disc have it when they are left out.
 */

/** ECMA-167 2/9.1: BEA01, NSR02 or NSR03, TEA01. */
export const volumeStructure = struct(2_048, { type: fixed(u8(0)), identifier: text(1, 5), version: fixed(u8(6), 1) });

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
  number: fixed(u32le(20)),
  volumeIdentifier: dstring(24, 32),
  volumeNumber: fixed(u16le(56), 1),
  volumes: fixed(u16le(58), 1),
  /** UDF 2.50, 2.2.2: 2 for a set of one volume; 3 is the most that it may become. */
  interchangeLevel: fixed(u16le(60), 2),
  maximumInterchangeLevel: fixed(u16le(62), 3),
  /** CS0 alone. */
  characterSets: fixed(u32le(64), 1),
  maximumCharacterSets: fixed(u32le(68), 1),
  volumeSetIdentifier: dstring(72, 128),
  descriptorCharacters: charSpec(200),
  explanatoryCharacters: charSpec(264),
  application: entityId(344),
  recorded: timestamp(376),
  implementation: entityId(388),
  /** The volume set identifier is the same in all its volumes. */
  flags: fixed(u16le(488), 1),
});

/** ECMA-167 3/10.3: the sequence continues elsewhere. */
export const volumePointer = struct(28, { sequenceNumber: u32le(16), nextBytes: u32le(20), nextBlock: u32le(24) });

/** ECMA-167 3/10.4, as UDF 2.50, 2.2.7 has it. */
export const implementationUse = struct(512, {
  sequenceNumber: u32le(16),
  identifier: entityId(20),
  characters: charSpec(52),
  logicalVolumeIdentifier: dstring(116, 128),
  owner: dstring(244, 36),
  organization: dstring(280, 36),
  contact: dstring(316, 36),
  implementation: entityId(352),
});

/** ECMA-167 3/10.5.7. */
export const AccessType = { PseudoOverwritable: 0, ReadOnly: 1, WriteOnce: 2, Rewritable: 3, Overwritable: 4 } as const;

/** ECMA-167 3/10.5. */
export const partition = struct(512, {
  sequenceNumber: u32le(16),
  /** Its space is allocated. */
  flags: fixed(u16le(20), 1),
  number: u16le(22),
  contents: entityId(24),
  accessType: optional(u32le(184)),
  startBlock: u32le(188),
  lengthBlocks: u32le(192),
  implementation: entityId(196),
});

/** ECMA-167 3/10.6; the partition maps come after it. */
export const logicalVolume = struct(440, {
  sequenceNumber: u32le(16),
  characters: charSpec(20),
  identifier: dstring(84, 128),
  blockBytes: u32le(212),
  /** Its suffix begins with the revision of UDF. */
  domain: entityId(216),
  fileSetBytes: optional(u32le(248)),
  fileSetBlock: u32le(252),
  fileSetPartition: u16le(256),
  mapTableBytes: u32le(264),
  mapCount: u32le(268),
  implementation: entityId(272),
  integrityBytes: optional(u32le(432)),
  integrityBlock: optional(u32le(436)),
});

/** ECMA-167 3/10.8; the extents come after it. */
export const unallocatedSpace = struct(24, { sequenceNumber: u32le(16), extents: u32le(20) });

/** ECMA-167 3/10.10; free and whole lengths of each partition, and {@link integrityUse}, come after it. */
export const logicalVolumeIntegrity = struct(80, {
  recorded: timestamp(16),
  /** 1 is closed. */
  type: u32le(28),
  nextUniqueId: u64le(40),
  partitions: u32le(72),
  useBytes: u32le(76),
});
/** UDF 2.50, 2.2.6.4. */
export const integrityUse = struct(46, {
  implementation: entityId(0),
  files: u32le(32),
  folders: u32le(36),
  leastReadRevision: u16le(40),
  leastWriteRevision: u16le(42),
  greatestWriteRevision: u16le(44),
});

/** ECMA-167 3/10.7.1. */
export const partitionMapHeader = struct(2, { type: u8(0), lengthBytes: u8(1) });
/** ECMA-167 3/10.7.2. */
export const physicalMap = struct(6, {
  type: fixed(u8(0), 1),
  lengthBytes: fixed(u8(1), 6),
  volumeNumber: fixed(u16le(2), 1),
  partitionNumber: u16le(4),
});
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
const typeTwo = {
  type: fixed(u8(0), 2),
  lengthBytes: fixed(u8(1), 64),
  kind: entityId(4),
  volumeNumber: fixed(u16le(36), 1),
  partitionNumber: u16le(38),
};
export const metadataMap = struct(64, {
  ...typeTwo,
  fileBlock: u32le(40),
  mirrorBlock: u32le(44),
  bitmapBlock: optional(u32le(48)),
  allocationUnitBlocks: optional(u32le(52)),
  alignmentUnitBlocks: optional(u16le(56)),
  /** The mirror has extents of its own. */
  duplicated: optional(bits(58, [0, 0])),
});
/** The same bytes, of a virtual partition. */
export const virtualMap = struct(64, typeTwo);

/** UDF 2.50, 2.2.12: where damaged packets are now; the entries come after it. */
export const sparingTable = struct(56, { identifier: bytes(17, 23), entryCount: u16le(48), sequenceNumber: u32le(52) });
export const sparingEntry = struct(8, { originalBlock: u32le(0), mappedBlock: u32le(4) });

/** UDF 2.50, 2.2.11: the Virtual Allocation Table of revision 2.00 and later begins with its own length. */
export const vatHeader = struct(2, { lengthBytes: u16le(0) });
/** All of it. */
export const newVatHeader = struct(152, {
  lengthBytes: fixed(u16le(0), 152),
  useBytes: fixed(u16le(2)),
  identifier: dstring(4, 128),
  previousVat: u32le(132),
  files: u32le(136),
  folders: u32le(140),
  leastReadRevision: u16le(144),
  leastWriteRevision: u16le(146),
  greatestWriteRevision: u16le(148),
});
/** UDF 1.50, 2.2.10: what follows the entries there. */
export const oldVatTrailer = struct(36, { identifier: entityId(0), previousVat: u32le(32) });
export const vatEntry = struct(4, { block: u32le(0) });
