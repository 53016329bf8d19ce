import { BLOCK_BYTES } from '../../iso9660/constants.ts';
import type { NodeAttributes, TreeDevice, TreeNode } from '../../tree/model.ts';
import {
  ATTRIBUTES_START,
  allocationExtent,
  attributesHeader,
  ExtentType,
  FileType,
  longAllocation,
  newDeviceAttribute,
  newExtendedFileEntry,
  newFileEntry,
  shortAllocation,
} from '../file-descriptors.ts';
import { IMPLEMENTATION, type RevisionFacts } from '../revisions.ts';
import { setTag, TagId } from '../tag.ts';
import { ALLOCATION_BYTES, type Allocation } from './entry-space.ts';
import type { Address } from './space.ts';

/** An extent as an entry refers to it. */
export interface PlacedExtent extends Address {
  readonly lengthBytes: number;
}

/** What is in an entry after its fields and extended attributes. */
export type EntryBody =
  | { readonly inside: Uint8Array }
  | {
      readonly allocation: Allocation;
      readonly extents: readonly PlacedExtent[];
      /** How many of them are in the entry and in each block after it. */
      readonly division: readonly number[];
    };

export interface NewEntry {
  readonly fileType: number;
  readonly node: NodeAttributes;
  readonly date: Date;
  readonly links: number;
  readonly uniqueId: number;
  readonly lengthBytes: number;
  readonly recordedBlocks: number;
  readonly attributes: Uint8Array;
  readonly body: EntryBody;
  readonly address: Address;
}

const IN_ENTRY = 3;
const ALLOCATION_KIND: Readonly<Record<Allocation, number>> = { short: 0, long: 1 };
const NOWHERE = 0xffff_ffff;

/**
 * An entry, and blocks of allocation descriptors after it.
 * @param place zeros that it is written to: memory for each of very many entries costs more than they do
 */
export function encodeEntry(entry: NewEntry, revision: RevisionFacts, place?: Uint8Array): Uint8Array {
  const { body, attributes, address } = entry;
  const division = 'inside' in body ? [0] : body.division;
  const target = place ?? new Uint8Array(division.length * BLOCK_BYTES);
  const isExtended = revision.edition === 3;
  const struct = isExtended ? newExtendedFileEntry : newFileEntry;
  const allocationAt = struct.lengthBytes + attributes.length;
  const parts = 'inside' in body ? [body.inside] : allocationParts(body, address);
  const [first = new Uint8Array(0), ...others] = parts;
  const values = { ...valuesOf(entry), attributeBytes: attributes.length, allocationBytes: first.length };
  target.set(isExtended ? newExtendedFileEntry.encode(values) : newFileEntry.encode(values));
  target.set(attributes, struct.lengthBytes);
  target.set(first, allocationAt);
  setTag(target.subarray(0, allocationAt + first.length), {
    id: isExtended ? TagId.ExtendedFileEntry : TagId.FileEntry,
    location: address.block,
    version: revision.edition,
    serialNumber: TAG_SERIAL_NUMBER,
  });
  for (const [index, descriptors] of others.entries()) {
    const at = (index + 1) * BLOCK_BYTES;
    target.set(allocationExtent.encode({ allocationBytes: descriptors.length }), at);
    target.set(descriptors, at + allocationExtent.lengthBytes);
    setTag(target.subarray(at, at + allocationExtent.lengthBytes + descriptors.length), {
      id: TagId.AllocationExtent,
      location: address.block + index + 1,
      version: revision.edition,
      serialNumber: TAG_SERIAL_NUMBER,
    });
  }
  return target;
}

/** The same in all tags of a volume (UDF 2.50, 2.2.1.1). */
export const TAG_SERIAL_NUMBER = 1;

function valuesOf({ fileType, node, date, links, uniqueId, lengthBytes, recordedBlocks, body }: NewEntry) {
  const { mode = fileType === FileType.Directory ? 0o555 : 0o444, uid = 0, gid = 0 } = node;
  const { modified = date, accessed = modified, changed = modified, created = modified } = node;
  return {
    fileType,
    allocation: 'inside' in body ? IN_ENTRY : ALLOCATION_KIND[body.allocation],
    setUid: Math.floor(mode / 0o4000) % 2,
    setGid: Math.floor(mode / 0o2000) % 2,
    sticky: Math.floor(mode / 0o1000) % 2,
    uid,
    gid,
    permissions: permissionsOf(mode),
    links,
    uniqueId,
    lengthBytes,
    objectBytes: lengthBytes,
    recordedBlocks,
    modified,
    accessed,
    changed,
    created,
    implementation: IMPLEMENTATION,
  };
}

/** Who may write may also change attributes and delete (ECMA-167 4/14.9.5). */
const WRITER_EXTRA = 0b11000;

/** ECMA-167 4/14.9.5: five bits each for others, group and owner, of which the lowest three are execute, write, read. */
function permissionsOf(mode: number): number {
  const classOf = (unit: number): number => {
    const bits = Math.floor(mode / unit) % 8;
    return bits + (Math.floor(bits / 2) % 2) * WRITER_EXTRA;
  };
  return classOf(0o100) * 2 ** 10 + classOf(0o10) * 2 ** 5 + classOf(1);
}

/** Allocation descriptors for the entry and for each block after it. */
function allocationParts(
  { allocation, extents, division }: Exclude<EntryBody, { inside: Uint8Array }>,
  { block, partition }: Address,
): Uint8Array[] {
  let next = 0;
  return division.map((count, part) => {
    const own: (PlacedExtent & { type: number })[] = extents
      .slice(next, next + count)
      .map((extent) => ({ ...extent, type: ExtentType.Recorded }));
    next += count;
    if (part < division.length - 1)
      own.push({ type: ExtentType.More, lengthBytes: BLOCK_BYTES, block: block + part + 1, partition });
    const target = new Uint8Array(own.length * ALLOCATION_BYTES[allocation]);
    for (const [index, each] of own.entries())
      target.set(
        allocation === 'short' ? shortAllocation.encode(each) : longAllocation.encode(each),
        index * ALLOCATION_BYTES[allocation],
      );
    return target;
  });
}

const KINDS = {
  block: FileType.Block,
  character: FileType.Character,
  pipe: FileType.Pipe,
  socket: FileType.Socket,
} as const;

export const fileTypeOf = (node: TreeNode): number =>
  node.kind === 'folder'
    ? FileType.Directory
    : node.kind === 'file'
      ? FileType.File
      : node.kind === 'link'
        ? FileType.Link
        : KINDS[node.device];

/** The extended attributes of a device: its numbers. Others have none. */
export function attributesOf(node: TreeNode, { block }: Address, { edition }: RevisionFacts): Uint8Array {
  if (node.kind !== 'device' || (node.device !== 'block' && node.device !== 'character')) return new Uint8Array(0);
  const attribute = newDeviceAttribute.encode({ ...numbersOf(node), implementation: IMPLEMENTATION });
  const target = new Uint8Array(ATTRIBUTES_START + attribute.length);
  // There are none of implementations or applications, which these offsets would lead to (UDF 2.50, 3.3.4.1).
  const header = attributesHeader.encode({
    implementationOffset: NOWHERE,
    applicationOffset: NOWHERE,
  });
  setTag(header, {
    id: TagId.ExtendedAttributeHeader,
    location: block,
    version: edition,
    serialNumber: TAG_SERIAL_NUMBER,
  });
  target.set(header);
  target.set(attribute, ATTRIBUTES_START);
  return target;
}

const numbersOf = ({ major = 0, minor = 0 }: TreeDevice) => ({ major, minor });
