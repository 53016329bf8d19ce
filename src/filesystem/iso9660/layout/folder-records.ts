import { BLOCK_BYTES, blocksFor } from '../constants.ts';
import { directoryRecord, RECORD_BYTES, systemUseOffset } from '../directory-record.ts';
import {
  extensionsEntry,
  nodeEntries,
  ordinaryEntriesBytes,
  type RockRidgeFacts,
  selfEntries,
  sharingEntry,
} from '../rock-ridge.ts';
import type { UseEntry } from '../system-use.ts';
import type { Entry, HierarchyFolder, HierarchyOptions } from './hierarchy.ts';
import {
  ContinuationBlocks,
  encodeInline,
  inlineBytes,
  type PlacedUse,
  placeSystemUse,
  writeAreas,
} from './place-system-use.ts';

const SELF = Uint8Array.of(0);
const PARENT = Uint8Array.of(1);

/** One name in a folder; a file of several sections has a record for each. */
interface FolderRecord {
  readonly identifier: Uint8Array;
  readonly use: PlacedUse | undefined;
  readonly recorded: Date;
  readonly directory: boolean;
  readonly hidden: boolean;
}

type Options = Pick<HierarchyOptions, 'rockRidge' | 'date'>;

/** The records of the folder itself and of its parent. */
function headRecords(folder: HierarchyFolder, { rockRidge, date }: Options, areas: ContinuationBlocks): FolderRecord[] {
  const parent = folder.parent ?? folder;
  const isRoot = folder.parent === undefined;
  const record = (identifier: Uint8Array, of: HierarchyFolder, entries: () => UseEntry[], reference: boolean) => ({
    identifier,
    use: rockRidge
      ? placeSystemUse(entries(), systemUseOffset(1), areas, reference ? [extensionsEntry] : [])
      : undefined,
    recorded: of.node.modified ?? date,
    directory: true,
    hidden: false,
  });
  const own = (of: HierarchyFolder) => selfEntries(folderFacts(of, date));
  return [
    record(SELF, folder, () => [...(isRoot ? [sharingEntry] : []), ...own(folder)], isRoot),
    record(PARENT, parent, () => own(parent), false),
  ];
}

const placeEntry = (entry: Entry, { date }: Options, areas: ContinuationBlocks): PlacedUse =>
  placeSystemUse(nodeEntries(factsOf(entry, date)), systemUseOffset(entry.identifier.length), areas);

const lengthOf = (identifier: Uint8Array, useBytes: number): number => systemUseOffset(identifier.length) + useBytes;

/** POSIX systems count a folder's name, its "." and the ".." of each folder in it. */
const folderFacts = ({ node, folders, serialNumber }: HierarchyFolder, date: Date): RockRidgeFacts => ({
  node,
  links: 2 + folders,
  serialNumber,
  modified: node.modified ?? date,
});

const factsOf = ({ node, content, folder, serialNumber }: Entry, date: Date): RockRidgeFacts =>
  folder === undefined
    ? { node, links: content?.links ?? 1, serialNumber, modified: node.modified ?? date }
    : folderFacts(folder, date);

/** Records one after another, none across the end of a block (ECMA-119, 6.8.1.1). */
class RecordPlaces {
  end = 0;

  /** @returns where the record begins */
  add(lengthBytes: number): number {
    if ((this.end % BLOCK_BYTES) + lengthBytes > BLOCK_BYTES) this.end = blocksFor(this.end) * BLOCK_BYTES;
    const start = this.end;
    this.end += lengthBytes;
    return start;
  }
}

/** Finds out how long a folder is. */
export function measureFolder(folder: HierarchyFolder, options: Options): void {
  const areas = new ContinuationBlocks();
  const places = new RecordPlaces();
  for (const { identifier, use } of headRecords(folder, options, areas))
    places.add(lengthOf(identifier, use?.lengthBytes ?? 0));
  for (const entry of folder.entries) {
    const { identifier, node, content } = entry;
    const useBytes = options.rockRidge
      ? (inlineBytes(ordinaryEntriesBytes(node), systemUseOffset(identifier.length)) ??
        placeEntry(entry, options, areas).lengthBytes)
      : 0;
    const sections = content?.sections ?? 1;
    for (let section = 0; section < sections; section++) places.add(lengthOf(identifier, useBytes));
  }
  folder.lengthBytes = blocksFor(places.end) * BLOCK_BYTES;
  folder.areaBlocks = areas.blocks;
}

/** A folder's blocks, with those of its continuation areas. It is as long as it was measured. */
export function encodeFolder(folder: HierarchyFolder, options: Options): Uint8Array<ArrayBuffer> {
  const { rockRidge, date } = options;
  const target = new Uint8Array(folder.lengthBytes + folder.areaBlocks * BLOCK_BYTES);
  const areasBlock = folder.startBlock + folder.lengthBytes / BLOCK_BYTES;
  const areaBytes = target.subarray(folder.lengthBytes);
  const areas = new ContinuationBlocks();
  const places = new RecordPlaces();
  const add = (record: FolderRecord, extentBlock: number, dataBytes: number, multiExtent: boolean): void => {
    const { identifier, use, recorded, directory, hidden } = record;
    const lengthBytes = lengthOf(identifier, use?.lengthBytes ?? 0);
    const start = places.add(lengthBytes);
    const identifierBytes = identifier.length;
    const values = { lengthBytes, extentBlock, dataBytes, recorded, hidden, directory, multiExtent, identifierBytes };
    target.set(directoryRecord.encode(values), start);
    target.set(identifier, start + RECORD_BYTES);
    if (use === undefined) return;
    target.set(encodeInline(use, areasBlock), start + systemUseOffset(identifierBytes));
    writeAreas(use, areasBlock, areaBytes);
  };
  const [own, parent] = headRecords(folder, options, areas);
  const above = folder.parent ?? folder;
  if (own !== undefined) add(own, folder.startBlock, folder.lengthBytes, false);
  if (parent !== undefined) add(parent, above.startBlock, above.lengthBytes, false);
  for (const entry of folder.entries) {
    const { identifier, node, content, folder: child } = entry;
    const record = {
      identifier,
      use: rockRidge ? placeEntry(entry, options, areas) : undefined,
      recorded: node.modified ?? date,
      directory: child !== undefined,
      hidden: node.hidden === true,
    };
    if (child !== undefined) add(record, child.startBlock, child.lengthBytes, false);
    else if (content === undefined) add(record, 0, 0, false);
    else
      for (const [index, { startBlock, lengthBytes }] of content.extents.entries())
        add(record, startBlock ?? 0, lengthBytes, index < content.extents.length - 1);
  }
  return target;
}

/** The root's record, as volume descriptors have it (ECMA-119, 8.4.18). */
export const encodeRootRecord = (
  { startBlock, lengthBytes, node }: HierarchyFolder,
  date: Date,
): Uint8Array<ArrayBuffer> =>
  Uint8Array.from([
    ...directoryRecord.encode({
      lengthBytes: RECORD_BYTES + 1,
      extentBlock: startBlock,
      dataBytes: lengthBytes,
      recorded: node.modified ?? date,
      directory: true,
      identifierBytes: 1,
    }),
    ...SELF,
  ]);
