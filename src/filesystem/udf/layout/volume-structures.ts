import { concatBytes } from '../../../codec/index.ts';
import { BLOCK_BYTES } from '../../iso9660/constants.ts';
import { APPLICATION, domainOf, IMPLEMENTATION, type RevisionFacts, udfEntity } from '../revisions.ts';
import { setTag, TagId } from '../tag.ts';
import {
  AccessType,
  anchor,
  implementationUse,
  integrityUse,
  logicalVolume,
  logicalVolumeIntegrity,
  metadataMap,
  partition,
  physicalMap,
  primaryVolume,
  unallocatedSpace,
  virtualMap,
  volumeStructure,
} from '../volume-descriptors.ts';
import { TAG_SERIAL_NUMBER } from './encode-entry.ts';
import type { UdfHierarchy } from './hierarchy.ts';
import { cutToField } from './names.ts';
import type { UdfSettings } from './options.ts';
import type { Space } from './space.ts';

/** Where the structures of a volume are, from its first block. The sequences have sixteen blocks at least (ECMA-167 3/8.4.2.2, UDF 2.50, 2.2.3). */
export const MAIN_SEQUENCE = 32;
export const RESERVE_SEQUENCE = 48;
export const SEQUENCE_BLOCKS = 16;
const INTEGRITY = 64;
const INTEGRITY_BLOCKS = 2;
/** ECMA-167 3/8.4.2.1. */
export const ANCHOR = 256;

/** UDF 2.50, 2.2.10: a multiple of 32, and of the blocks that a drive writes together. */
export const UNIT_BLOCKS = 32;

/** What the metadata partition map says. Blocks of partition 0. */
export interface MetadataFiles {
  readonly file: number;
  readonly mirror: number;
  readonly duplicated: boolean;
}

export interface VolumeFacts {
  readonly settings: UdfSettings;
  readonly space: Space;
  readonly hierarchy: UdfHierarchy;
  readonly date: Date;
  /** Eight digits that are the same for the same tree only. */
  readonly fingerprint: string;
  readonly metadataFiles: MetadataFiles | undefined;
}

const tagged = (
  bytes: Uint8Array<ArrayBuffer>,
  id: number,
  location: number,
  { edition }: RevisionFacts,
): Uint8Array<ArrayBuffer> => setTag(bytes, { id, location, version: edition, serialNumber: TAG_SERIAL_NUMBER });

/** The volume recognition sequence (ECMA-167 2/8.3), three blocks. */
export const recognitionSequence = ({ edition }: RevisionFacts): Uint8Array<ArrayBuffer> =>
  concatBytes(
    ['BEA01', edition === 3 ? 'NSR03' : 'NSR02', 'TEA01'].map((identifier) => volumeStructure.encode({ identifier })),
  );

/** The blocks from the 16th to the anchor. @param recognitionAt from the first block: ISO 9660 has its descriptors before */
export function volumeBlocks(facts: VolumeFacts, recognitionAt: number): Uint8Array<ArrayBuffer> {
  const { startBlock, revision } = facts.settings;
  const target = new Uint8Array((ANCHOR + 1 - recognitionAt) * BLOCK_BYTES);
  const put = (at: number, bytes: Uint8Array): void => target.set(bytes, (at - recognitionAt) * BLOCK_BYTES);
  put(recognitionAt, recognitionSequence(revision));
  for (const first of [MAIN_SEQUENCE, RESERVE_SEQUENCE])
    for (const [index, { id, bytes }] of sequence(facts).entries())
      put(first + index, tagged(bytes, id, startBlock + first + index, revision));
  put(INTEGRITY, tagged(integrity(facts), TagId.LogicalVolumeIntegrity, startBlock + INTEGRITY, revision));
  put(INTEGRITY + 1, tagged(new Uint8Array(512), TagId.Terminating, startBlock + INTEGRITY + 1, revision));
  put(ANCHOR, anchorBlock(facts.settings, startBlock + ANCHOR));
  return target;
}

export function anchorBlock({ startBlock, revision }: UdfSettings, location: number): Uint8Array<ArrayBuffer> {
  const extentBytes = SEQUENCE_BLOCKS * BLOCK_BYTES;
  const values = anchor.encode({
    mainBytes: extentBytes,
    mainBlock: startBlock + MAIN_SEQUENCE,
    reserveBytes: extentBytes,
    reserveBlock: startBlock + RESERVE_SEQUENCE,
  });
  const whole = new Uint8Array(BLOCK_BYTES);
  const descriptor = whole.subarray(0, 512);
  descriptor.set(values);
  tagged(descriptor, TagId.Anchor, location, revision);
  return whole;
}

/** The volume descriptor sequence (ECMA-167 3/8.4.2), without tags. */
function sequence(facts: VolumeFacts): { readonly id: number; readonly bytes: Uint8Array<ArrayBuffer> }[] {
  const { settings, space, date, fingerprint } = facts;
  const { revision, volumeName, virtual } = settings;
  const seconds = Math.floor(date.getTime() / 1_000);
  // UDF 2.50, 2.2.2.5: the time in eight digits, and eight that are of the implementation's choice.
  const unique = (seconds >= 0 ? seconds % 2 ** 32 : 0).toString(16).padStart(8, '0') + fingerprint;
  return [
    {
      id: TagId.PrimaryVolume,
      bytes: primaryVolume.encode({
        sequenceNumber: 1,
        volumeIdentifier: cutToField(volumeName, 32),
        volumeSetIdentifier: cutToField(unique + volumeName, 128),
        application: APPLICATION,
        recorded: date,
        implementation: IMPLEMENTATION,
      }),
    },
    {
      id: TagId.ImplementationUse,
      bytes: implementationUse.encode({
        sequenceNumber: 2,
        identifier: udfEntity('*UDF LV Info', revision),
        logicalVolumeIdentifier: volumeName,
        implementation: IMPLEMENTATION,
      }),
    },
    {
      id: TagId.Partition,
      bytes: partition.encode({
        sequenceNumber: 3,
        number: 0,
        contents: { identifier: revision.edition === 3 ? '+NSR03' : '+NSR02', suffix: [] },
        accessType: virtual ? AccessType.WriteOnce : AccessType.ReadOnly,
        startBlock: space.partitionStart,
        lengthBlocks: space.partitionBlocks,
        implementation: IMPLEMENTATION,
      }),
    },
    { id: TagId.LogicalVolume, bytes: logicalVolumeBytes(facts) },
    { id: TagId.UnallocatedSpace, bytes: unallocatedSpace.encode({ sequenceNumber: 5, extents: 0 }) },
    { id: TagId.Terminating, bytes: new Uint8Array(512) },
  ];
}

function logicalVolumeBytes(facts: VolumeFacts): Uint8Array<ArrayBuffer> {
  const { settings, space } = facts;
  const { revision, volumeName, startBlock } = settings;
  const maps = partitionMaps(facts);
  const table = concatBytes(maps);
  const at = space.entry(0);
  const values = logicalVolume.encode({
    sequenceNumber: 4,
    identifier: volumeName,
    blockBytes: BLOCK_BYTES,
    domain: domainOf(revision),
    fileSetBytes: BLOCK_BYTES,
    fileSetBlock: at.block,
    fileSetPartition: at.partition,
    mapTableBytes: table.length,
    mapCount: maps.length,
    implementation: IMPLEMENTATION,
    integrityBytes: INTEGRITY_BLOCKS * BLOCK_BYTES,
    integrityBlock: startBlock + INTEGRITY,
  });
  return concatBytes([values, table]);
}

const NOWHERE = 0xffff_ffff;

function partitionMaps({ settings: { revision }, space, metadataFiles }: VolumeFacts): Uint8Array<ArrayBuffer>[] {
  const physical = physicalMap.encode({ partitionNumber: 0 });
  if (space.kind === 'virtual')
    return [physical, virtualMap.encode({ kind: udfEntity('*UDF Virtual Partition', revision), partitionNumber: 0 })];
  if (metadataFiles === undefined) return [physical];
  return [
    physical,
    metadataMap.encode({
      kind: udfEntity('*UDF Metadata Partition', revision),
      partitionNumber: 0,
      fileBlock: metadataFiles.file,
      mirrorBlock: metadataFiles.mirror,
      // A read-only partition has no bitmap of what is free in it.
      bitmapBlock: NOWHERE,
      allocationUnitBlocks: UNIT_BLOCKS,
      alignmentUnitBlocks: UNIT_BLOCKS,
      duplicated: metadataFiles.duplicated ? 1 : 0,
    }),
  ];
}

const CLOSED = 1;

/** ECMA-167 3/10.10, UDF 2.50, 2.2.6: nothing is free. The length of a virtual partition is not known (UDF 2.01, 2.2.6.2). */
function integrity({ settings: { revision }, space, hierarchy, date }: VolumeFacts): Uint8Array<ArrayBuffer> {
  const lengths = [
    space.partitionBlocks,
    ...(space.kind === 'metadata' ? [space.metadataBlocks] : space.kind === 'virtual' ? [NOWHERE] : []),
  ];
  const free = lengths.map((length) => (length === NOWHERE ? NOWHERE : 0));
  const table = new Uint8Array(8 * lengths.length);
  const view = new DataView(table.buffer);
  for (const [index, value] of [...free, ...lengths].entries()) view.setUint32(4 * index, value, true);
  const use = integrityUse.encode({
    implementation: IMPLEMENTATION,
    files: hierarchy.files,
    folders: hierarchy.folders.length,
    leastReadRevision: revision.readCode,
    leastWriteRevision: revision.code,
    greatestWriteRevision: revision.code,
  });
  const values = logicalVolumeIntegrity.encode({
    recorded: date,
    type: CLOSED,
    nextUniqueId: hierarchy.nextUniqueId,
    partitions: lengths.length,
    useBytes: use.length,
  });
  return concatBytes([values, table, use]);
}
