import { BLOCK_BYTES } from '../../iso9660/constants.ts';
import type { Content } from '../../iso9660/layout/content.ts';
import { readWhole } from '../../iso9660/layout/read-content.ts';
import { fileSet } from '../file-descriptors.ts';
import { domainOf } from '../revisions.ts';
import { setTag, TagId } from '../tag.ts';
import { attributesOf, encodeEntry, fileTypeOf, type PlacedExtent, TAG_SERIAL_NUMBER } from './encode-entry.ts';
import { encodeFolder } from './encode-folder.ts';
import { extentsOf, recordedBlocks } from './extents.ts';
import { isFolder, type UdfFile, type UdfHierarchy } from './hierarchy.ts';
import { cutToField } from './names.ts';
import type { UdfSettings } from './options.ts';
import { fileAllocationOf, folderAllocationOf, type Space } from './space.ts';

/** The file set descriptor, and the end of its sequence. */
const HEAD_BLOCKS = 2;
/** So many blocks are made together. */
const PIECE_BLOCKS = 64;
const IDENTIFIER_FIELD_BYTES = 32;

/** Gives every entry its place, in the order in which they are written. @returns how many blocks all take */
export function placeEntries({ folders }: UdfHierarchy): number {
  let next = HEAD_BLOCKS;
  for (const folder of folders) {
    folder.index = next;
    next += 1 + folder.dataBlocks;
    for (const { target, isFirst } of folder.names) {
      if (isFolder(target) || !isFirst) continue;
      target.index = next;
      next += target.division.length + target.dataBlocks;
    }
  }
  return next;
}

/** Everything that says what is where, as blocks: what is needed to make them. */
export interface MetadataParts {
  readonly hierarchy: UdfHierarchy;
  readonly settings: UdfSettings;
  readonly space: Space;
  readonly date: Date;
}

/**
 * All blocks of metadata, a piece at a time. Small files are read on the way. A piece is used again for the next one: it must be copied
 * before that.
 */
export async function* metadataBlocks(parts: MetadataParts): AsyncGenerator<Uint8Array, void, void> {
  const { hierarchy, settings, space, date } = parts;
  const { revision } = settings;
  yield fileSetBlocks(parts);
  const piece = new Uint8Array(PIECE_BLOCKS * BLOCK_BYTES);
  let used = 0;
  for (const folder of hierarchy.folders) {
    yield encodeFolder(folder, space, { revision, date });
    for (const { target, isFirst } of folder.names) {
      if (isFolder(target) || !isFirst) continue;
      const { content } = target;
      const length = (target.division.length + target.dataBlocks) * BLOCK_BYTES;
      if (used + length > piece.length && used > 0) {
        yield piece.subarray(0, used);
        piece.fill(0, 0, used);
        used = 0;
      }
      const inside = content?.embedded === true ? embedded(content) : undefined;
      const known = inside instanceof Promise ? await inside : inside;
      if (length > piece.length) {
        yield encodeFile(target, known, parts, new Uint8Array(length));
        continue;
      }
      encodeFile(target, known, parts, piece.subarray(used, used + length));
      used += length;
    }
    if (used === 0) continue;
    yield piece.subarray(0, used);
    piece.fill(0, 0, used);
    used = 0;
  }
}

/** The contents of a small file, read without a turn of the event loop where that can be. */
const embedded = (content: Content): Uint8Array | Promise<Uint8Array> => readWhole(content);

function encodeFile(
  file: UdfFile,
  inside: Uint8Array | undefined,
  { settings: { revision }, space, date }: MetadataParts,
  place: Uint8Array,
): Uint8Array {
  const { node, content, target, index, links, uniqueId, division, dataBlocks } = file;
  const address = space.entry(index);
  const data = space.data(index + division.length);
  const contents = inside ?? (dataBlocks === 0 ? target : undefined);
  const extents: PlacedExtent[] =
    target !== undefined
      ? [{ ...data, lengthBytes: target.length }]
      : content === undefined || content.node.lengthBytes === 0
        ? []
        : Array.from(extentsOf(content), ({ startBlock, lengthBytes }) => ({
            block: space.inPartition(startBlock),
            partition: 0,
            lengthBytes,
          }));
  encodeEntry(
    {
      fileType: fileTypeOf(node),
      node,
      date,
      links,
      uniqueId,
      lengthBytes: contents?.length ?? target?.length ?? content?.node.lengthBytes ?? 0,
      recordedBlocks: contents === undefined ? dataBlocks + (content === undefined ? 0 : recordedBlocks(content)) : 0,
      attributes: attributesOf(node, address, revision),
      body:
        contents === undefined
          ? {
              allocation: target === undefined ? fileAllocationOf(space.kind) : folderAllocationOf(space.kind),
              extents,
              division: target === undefined ? division : [1],
            }
          : { inside: contents },
      address,
    },
    revision,
    place.subarray(0, division.length * BLOCK_BYTES),
  );
  if (target !== undefined && dataBlocks > 0) place.set(target, division.length * BLOCK_BYTES);
  return place;
}

function fileSetBlocks({ settings, space, date, hierarchy }: MetadataParts): Uint8Array {
  const { revision, volumeName } = settings;
  const root = space.entry(hierarchy.folders[0]?.index ?? HEAD_BLOCKS);
  const target = new Uint8Array(HEAD_BLOCKS * BLOCK_BYTES);
  const descriptor = fileSet.encode({
    recorded: date,
    logicalVolumeIdentifier: volumeName,
    identifier: cutToField(volumeName, IDENTIFIER_FIELD_BYTES),
    rootBytes: BLOCK_BYTES,
    rootBlock: root.block,
    rootPartition: root.partition,
    domain: domainOf(revision),
  });
  const tag = { version: revision.edition, serialNumber: TAG_SERIAL_NUMBER };
  target.set(setTag(descriptor, { ...tag, id: TagId.FileSet, location: space.entry(0).block }));
  const end = new Uint8Array(512);
  target.set(setTag(end, { ...tag, id: TagId.Terminating, location: space.entry(1).block }), BLOCK_BYTES);
  return target;
}
