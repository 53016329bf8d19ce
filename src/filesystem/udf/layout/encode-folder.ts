import { BLOCK_BYTES } from '../../iso9660/constants.ts';
import { encodeCs0 } from '../cs0.ts';
import { FileType, fileIdentifier } from '../file-descriptors.ts';
import type { RevisionFacts } from '../revisions.ts';
import { setTag, TagId } from '../tag.ts';
import { encodeEntry, TAG_SERIAL_NUMBER } from './encode-entry.ts';
import { isFolder, type UdfFolder } from './hierarchy.ts';
import { recordedName } from './names.ts';
import { folderAllocationOf, type Space } from './space.ts';

interface NewName {
  readonly bytes: Uint8Array;
  readonly parent: boolean;
  readonly directory: boolean;
  readonly hidden: boolean;
  readonly uniqueId: number;
  readonly index: number;
}

/** A folder's entry, with its names in it or in blocks after it. */
export function encodeFolder(
  folder: UdfFolder,
  space: Space,
  { revision, date }: { readonly revision: RevisionFacts; readonly date: Date },
): Uint8Array {
  const { dataBlocks, lengthBytes, index } = folder;
  const address = space.entry(index);
  const isInside = dataBlocks === 0;
  const data = space.data(index + 1);
  const names = encodeNames(folder, space, revision, isInside ? undefined : data.block);
  const entry = encodeEntry(
    {
      fileType: FileType.Directory,
      node: folder.node,
      date,
      links: folder.links,
      uniqueId: folder.uniqueId,
      lengthBytes,
      recordedBlocks: dataBlocks,
      attributes: new Uint8Array(0),
      body: isInside
        ? { inside: names }
        : { allocation: folderAllocationOf(space.kind), extents: [{ ...data, lengthBytes }], division: [1] },
      address,
    },
    revision,
  );
  if (isInside) return entry;
  const target = new Uint8Array((1 + dataBlocks) * BLOCK_BYTES);
  target.set(entry);
  target.set(names, BLOCK_BYTES);
  return target;
}

/** The names of a folder, the folder above first (ECMA-167 4/8.6). @param dataBlock where they begin, unless they are in the entry */
function encodeNames(
  folder: UdfFolder,
  space: Space,
  revision: RevisionFacts,
  dataBlock: number | undefined,
): Uint8Array<ArrayBuffer> {
  const { parent = folder } = folder;
  const target = new Uint8Array(folder.lengthBytes);
  const own = space.entry(folder.index).block;
  let at = 0;
  const add = ({ bytes, parent: isParent, directory, hidden, uniqueId, index }: NewName): void => {
    const { block, partition } = space.entry(index);
    const start = at;
    at += Math.ceil((fileIdentifier.lengthBytes + bytes.length) / 4) * 4;
    target.set(
      fileIdentifier.encode({
        version: 1,
        hidden: hidden ? 1 : 0,
        directory: directory ? 1 : 0,
        deleted: 0,
        parent: isParent ? 1 : 0,
        metadata: 0,
        nameBytes: bytes.length,
        icbBytes: BLOCK_BYTES,
        icbBlock: block,
        icbPartition: partition,
        // The second edition has no such number there.
        uniqueId: revision.edition === 3 ? uniqueId : 0,
        useBytes: 0,
      }),
      start,
    );
    target.set(bytes, start + fileIdentifier.lengthBytes);
    setTag(target.subarray(start, at), {
      id: TagId.FileIdentifier,
      location: dataBlock === undefined ? own : dataBlock + Math.floor(start / BLOCK_BYTES),
      version: revision.edition,
      serialNumber: TAG_SERIAL_NUMBER,
    });
  };
  const { index, uniqueId } = parent;
  add({ bytes: new Uint8Array(0), parent: true, directory: true, hidden: false, uniqueId, index });
  for (const { node, target: to, uniqueId: id } of folder.names)
    add({
      bytes: encodeCs0(recordedName(node.name)),
      parent: false,
      directory: isFolder(to),
      hidden: node.hidden === true,
      uniqueId: id,
      index: to.index,
    });
  return target;
}
