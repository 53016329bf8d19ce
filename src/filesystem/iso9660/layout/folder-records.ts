import { BLOCK_BYTES, blocksFor } from '../constants.ts';
import { directoryRecord, RECORD_BYTES, systemUseOffset } from '../directory-record.ts';
import { extensionsEntry, nodeEntries, type RockRidgeFacts, selfEntries, sharingEntry } from '../rock-ridge.ts';
import type { UseEntry } from '../system-use.ts';
import type { Entry, HierarchyFolder, HierarchyOptions } from './hierarchy.ts';
import { ContinuationBlocks, encodeInline, type PlacedUse, placeSystemUse, writeAreas } from './place-system-use.ts';

const SELF = Uint8Array.of(0);
const PARENT = Uint8Array.of(1);

/** Sections of a file, or what stands for those of anything else. */
interface Section {
  readonly extentBlock: number;
  readonly dataBytes: number;
  readonly multiExtent?: boolean;
}

/** One name in a folder; a file of several sections has a record for each. */
interface FolderRecord {
  readonly identifier: Uint8Array;
  readonly use: PlacedUse | undefined;
  /** Of each of its records. */
  readonly lengthBytes: number;
  readonly recorded: Date;
  readonly directory: boolean;
  readonly hidden: boolean;
  readonly sections: number;
  readonly section: (index: number) => Section;
}

type Options = Pick<HierarchyOptions, 'rockRidge' | 'date'>;

/** The folder itself, its parent, then its entries. The same folder always gives the same: once to measure it, once to write it. */
function* recordsOf(folder: HierarchyFolder, options: Options, areas: ContinuationBlocks): Generator<FolderRecord> {
  const { rockRidge, date } = options;
  const isRoot = folder.parent === undefined;
  const parent = folder.parent ?? folder;
  const own = () => selfEntries(folderFacts(folder, date));
  yield record(SELF, folder, rockRidge ? () => [...(isRoot ? [sharingEntry] : []), ...own()] : undefined, isRoot);
  yield record(PARENT, parent, rockRidge ? () => selfEntries(folderFacts(parent, date)) : undefined, false);
  for (const entry of folder.entries) yield entryRecord(entry);

  function record(
    identifier: Uint8Array,
    of: HierarchyFolder,
    entries: (() => UseEntry[]) | undefined,
    withReference: boolean,
  ): FolderRecord {
    const use = entries && placeSystemUse(entries(), systemUseOffset(1), areas, withReference ? [extensionsEntry] : []);
    return { ...folderRecord(of), identifier, use, lengthBytes: systemUseOffset(1) + (use?.lengthBytes ?? 0) };
  }

  function entryRecord(entry: Entry): FolderRecord {
    const { identifier, node } = entry;
    const offset = systemUseOffset(identifier.length);
    const use = rockRidge ? placeSystemUse(nodeEntries(factsOf(entry, date)), offset, areas) : undefined;
    const shared = { identifier, use, lengthBytes: offset + (use?.lengthBytes ?? 0), hidden: node.hidden === true };
    if (entry.folder !== undefined) return { ...folderRecord(entry.folder), ...shared };
    const { content } = entry;
    return {
      ...shared,
      recorded: node.modified ?? date,
      directory: false,
      sections: content?.sections ?? 1,
      section(index) {
        const extent = content?.extents[index];
        const multiExtent = index < this.sections - 1;
        return { extentBlock: extent?.startBlock ?? 0, dataBytes: extent?.lengthBytes ?? 0, multiExtent };
      },
    };
  }

  function folderRecord(of: HierarchyFolder) {
    const section = (): Section => ({ extentBlock: of.startBlock, dataBytes: of.lengthBytes });
    return { recorded: of.node.modified ?? date, directory: true, hidden: false, sections: 1, section };
  }
}

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
  for (const { lengthBytes, sections } of recordsOf(folder, options, areas))
    for (let section = 0; section < sections; section++) places.add(lengthBytes);
  folder.lengthBytes = blocksFor(places.end) * BLOCK_BYTES;
  folder.areaBlocks = areas.blocks;
}

/** A folder's blocks, with those of its continuation areas. */
export function encodeFolder(folder: HierarchyFolder, options: Options): Uint8Array<ArrayBuffer> {
  const target = new Uint8Array(folder.lengthBytes + folder.areaBlocks * BLOCK_BYTES);
  const areasBlock = folder.startBlock + folder.lengthBytes / BLOCK_BYTES;
  const areas = target.subarray(folder.lengthBytes);
  const places = new RecordPlaces();
  for (const record of recordsOf(folder, options, new ContinuationBlocks())) {
    const { identifier, use, lengthBytes, recorded, directory, hidden } = record;
    if (use !== undefined) writeAreas(use, areasBlock, areas);
    for (let index = 0; index < record.sections; index++) {
      const start = places.add(lengthBytes);
      const values = { ...record.section(index), lengthBytes, recorded, directory, hidden };
      target.set(directoryRecord.encode({ ...values, identifierBytes: identifier.length }), start);
      target.set(identifier, start + RECORD_BYTES);
      if (use !== undefined) target.set(encodeInline(use, areasBlock), start + systemUseOffset(identifier.length));
    }
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
