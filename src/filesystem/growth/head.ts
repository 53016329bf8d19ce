import type { BlockReader } from '../block-reader.ts';
import { READ_BLOCK_BYTES } from '../block-reader.ts';
import { readVolume } from '../iso9660/reader/read-volume.ts';
import type { FileReader } from '../tree/model.ts';
import { setTag, TagId, validTag } from '../udf/tag.ts';
import { volumeStructure } from '../udf/volume-descriptors.ts';

/** Blocks that replace others at the start of a disc. */
export interface HeadPart {
  readonly lba: number;
  readonly bytes: Uint8Array;
}

/** What leads to the tree of an image: with it at the start of the disc, the disc has that tree. */
export interface Head {
  readonly iso9660: boolean;
  readonly udf: boolean;
  /** In the order in which they must be written; the last one makes the new tree that of ISO 9660, or of UDF where there is no other. */
  readonly parts: readonly HeadPart[];
}

/** ECMA-119 6.2.1, ECMA-167 2/8.4. */
const DESCRIPTORS = 16;
/** ECMA-167 3/8.4.2.1. */
const ANCHOR = 256;
/** The recognition sequence ends before what image makers put after it; no set has as many. */
const MOST_DESCRIPTORS = 16;
const STRUCTURES: readonly string[] = ['CD001', 'BEA01', 'NSR02', 'NSR03', 'BOOT2', 'TEA01'];
/** Volume Space Size, in both byte orders (ECMA-119 8.4.8); types 1 and 2 are volume descriptors that have it. */
const SPACE_AT = 80;
const WITH_SPACE: readonly (number | undefined)[] = [1, 2];
/** Where an ECMA-167 descriptor says how long the part with its CRC is. */
const DESCRIPTOR_BYTES = 512;

/**
 * Reads from an image that was made for an address what must be at the start of the disc: its volume descriptors, and UDF's anchor.
 * @param image where it will be
 */
export async function readHead(
  reader: FileReader,
  image: { readonly startBlock: number; readonly lengthBlocks: number },
): Promise<Head> {
  const bytes = new Uint8Array((ANCHOR + 1) * READ_BLOCK_BYTES);
  const length = await reader.read(bytes);
  const block = (at: number): Uint8Array =>
    bytes.slice(at * READ_BLOCK_BYTES, Math.min(length, (at + 1) * READ_BLOCK_BYTES));
  const descriptors: Uint8Array[] = [];
  for (let at = DESCRIPTORS; at < DESCRIPTORS + MOST_DESCRIPTORS; at++) {
    const each = block(at);
    if (each.length < READ_BLOCK_BYTES || !STRUCTURES.includes(identifierOf(each))) break;
    descriptors.push(withSpace(each, image));
  }
  const iso9660 = descriptors.some((each) => identifierOf(each) === 'CD001');
  const anchor = block(ANCHOR);
  const udf = descriptors.some((each) => identifierOf(each).startsWith('NSR')) && validTag(anchor)?.id === TagId.Anchor;
  const set: HeadPart = { lba: DESCRIPTORS, bytes: Buffer.concat(descriptors) };
  const anchors: HeadPart[] = udf ? [{ lba: ANCHOR, bytes: movedAnchor(anchor) }] : [];
  if (!iso9660 && !udf) return { iso9660, udf, parts: [] };
  return { iso9660, udf, parts: iso9660 ? [...anchors, set] : [set, ...anchors] };
}

const identifierOf = (block: Uint8Array): string => volumeStructure.decode(block).identifier;

/** genisoimage counts the volume space of a later session from its start, and it must be counted from the start of the disc. */
function withSpace(
  block: Uint8Array,
  { startBlock, lengthBlocks }: { startBlock: number; lengthBlocks: number },
): Uint8Array {
  if (identifierOf(block) !== 'CD001' || !WITH_SPACE.includes(block[0])) return block;
  const view = new DataView(block.buffer, block.byteOffset);
  const space = view.getUint32(SPACE_AT, true);
  if (space > lengthBlocks) return block;
  view.setUint32(SPACE_AT, startBlock + space, true);
  view.setUint32(SPACE_AT + 4, startBlock + space, false);
  return block;
}

/** The same at block 256: a tag says where it is. */
function movedAnchor(block: Uint8Array): Uint8Array {
  const descriptor = block.slice(0, DESCRIPTOR_BYTES);
  const { version = 0, serialNumber = 0 } = validTag(block) ?? {};
  const moved = new Uint8Array(READ_BLOCK_BYTES);
  moved.set(setTag(descriptor, { id: TagId.Anchor, location: ANCHOR, version, serialNumber }));
  return moved;
}

/**
 * Why the descriptors of a head cannot take the place of those that are on the disc, as a clause; undefined if they can. What comes
 * after the old ones may be files; the path tables there are not needed once there are new ones.
 * @throws FileSystemError of kind `damaged`; what the block reader throws
 */
export async function headProblem(reader: BlockReader, { parts }: Head): Promise<string | undefined> {
  const set = parts.find(({ lba }) => lba === DESCRIPTORS);
  const count = (set?.bytes.length ?? 0) / READ_BLOCK_BYTES;
  const old = await reader.readBlocks(DESCRIPTORS, MOST_DESCRIPTORS);
  const isSpare = await spareBlocks(reader);
  for (let at = 0; at < count; at++) {
    const block = old.subarray(at * READ_BLOCK_BYTES, (at + 1) * READ_BLOCK_BYTES);
    const isDescriptor = STRUCTURES.includes(identifierOf(block));
    if (!isDescriptor && block.some((byte) => byte !== 0) && !isSpare(DESCRIPTORS + at))
      return `the new volume descriptors take ${count} blocks, and block ${DESCRIPTORS + at} holds something else`;
  }
  return undefined;
}

/** Blocks of path tables. */
async function spareBlocks(reader: BlockReader): Promise<(lba: number) => boolean> {
  const volume = await readVolume(reader, 0);
  const tables = [volume?.primary, volume?.joliet].flatMap((each) =>
    each === undefined
      ? []
      : [each.pathTableLBlock, each.pathTableMBlock].map((start) => ({
          start,
          blocks: Math.ceil(each.pathTableBytes / READ_BLOCK_BYTES),
        })),
  );
  return (lba) => tables.some(({ start, blocks }) => start <= lba && lba < start + blocks);
}
