import { contradictions } from '../../../codec/index.ts';
import { type BlockReader, readExactly } from '../../block-reader.ts';
import type { FileSystemProblem, ScannedTree } from '../../disc-file-system.ts';
import { FileSystemError } from '../../filesystem-error.ts';
import { findOverlaps } from '../../overlaps.ts';
import { blocksFor } from '../constants.ts';
import { decodePathTable, directoryRecord, MOST_FOLDERS, type PathTableEntry } from '../directory-record.ts';
import { primaryVolumeDescriptor, type VolumeDescriptor } from '../volume-descriptors.ts';
import { type FoundRecord, isParent, isSelf } from './directory.ts';
import type { Volume } from './read-volume.ts';
import type { FolderOnDisc, IsoNames, RecordWatch } from './scan-tree.ts';

/** Longer path tables are not believed: 65,535 folders with the longest names. */
const LONGEST_PATH_TABLE_BYTES = MOST_FOLDERS * 264;

/** What a check needs of a volume that was opened. */
interface OpenVolume {
  readonly volume: Volume;
  readonly available: readonly IsoNames[];
  readonly endBlock: number;
  scanNames(names: IsoNames, watch: RecordWatch): Promise<ScannedTree>;
}

/** Looks for contradictions in descriptors, path tables, folders and extents. */
export async function* checkIso(
  reader: BlockReader,
  fileSystem: OpenVolume,
): AsyncGenerator<FileSystemProblem, void, void> {
  const { volume, available } = fileSystem;
  for (const { reason, lba } of volume.problems) yield { path: '', reason, lba };
  for (const bytes of [volume.primaryBytes, volume.jolietBytes]) {
    if (bytes === undefined) continue;
    for (const name of contradictions(primaryVolumeDescriptor.fields, bytes))
      yield { path: '', reason: `both halves of ${name} in a volume descriptor differ`, lba: volume.primaryBlock };
  }
  const end = reader.endBlock;
  if (end !== undefined && fileSystem.endBlock > end)
    yield { path: '', reason: `the volume should end at block ${fileSystem.endBlock}, and the image ends at ${end}` };
  const hierarchies: IsoNames[] = [
    available.includes('rock-ridge') ? 'rock-ridge' : 'iso9660',
    ...(available.includes('joliet') ? (['joliet'] as const) : []),
  ];
  for (const names of hierarchies) {
    const descriptor = (names === 'joliet' ? volume.joliet : undefined) ?? volume.primary;
    const watch = new Watch(reader.endBlock);
    const { problems } = await fileSystem.scanNames(names, watch);
    yield* problems;
    yield* watch.problems;
    yield* findOverlaps(watch.extents);
    yield* checkPathTables(reader, descriptor, watch.folders);
  }
}

interface WatchedExtent {
  readonly path: string;
  readonly startBlock: number;
  readonly blocks: number;
}

/** Sees every record of a hierarchy. */
class Watch implements RecordWatch {
  readonly problems: FileSystemProblem[] = [];
  readonly extents: WatchedExtent[] = [];
  /** The first block of every folder. */
  readonly folders = new Set<number>();
  readonly #end: number | undefined;

  constructor(end: number | undefined) {
    this.#end = end;
  }

  record(folderPath: string, found: FoundRecord, self: FolderOnDisc): void {
    const { values, bytes, lba } = found;
    const report = (reason: string): void => {
      this.problems.push({ path: folderPath, reason, lba });
    };
    for (const name of contradictions(directoryRecord.fields, bytes))
      report(`both halves of ${name} in a record differ`);
    const block = values.extentBlock + values.extendedAttributeBlocks;
    if (isSelf(found)) {
      this.folders.add(self.block);
      if (block !== self.block) report(`the folder is at block ${self.block}, and says that it is at ${block}`);
      return;
    }
    if (isParent(found) || values.dataBytes === 0) return;
    const blocks = blocksFor(values.dataBytes);
    if (this.#end !== undefined && block + blocks > this.#end)
      report(`an entry of it goes to block ${block + blocks}, and the image ends at ${this.#end}`);
    if (!values.directory) this.extents.push({ path: folderPath, startBlock: block, blocks });
  }
}

async function* checkPathTables(
  reader: BlockReader,
  { pathTableBytes, pathTableLBlock, pathTableMBlock }: VolumeDescriptor,
  folders: ReadonlySet<number>,
): AsyncGenerator<FileSystemProblem> {
  if (pathTableBytes > LONGEST_PATH_TABLE_BYTES) {
    yield { path: '', reason: `the path table should be ${pathTableBytes} bytes long`, lba: pathTableLBlock };
    return;
  }
  const tables: PathTableEntry[][] = [];
  for (const [order, block] of [['L', pathTableLBlock] as const, ['M', pathTableMBlock] as const]) {
    try {
      const bytes = await readExactly(reader, block, blocksFor(pathTableBytes), `path table ${order}`);
      tables.push(decodePathTable(bytes.subarray(0, pathTableBytes), order));
    } catch (error) {
      if (!(error instanceof FileSystemError)) throw error;
      yield { path: '', reason: error.reason, lba: block };
      return;
    }
  }
  const [low = [], high = []] = tables;
  if (!areEqual(low, high)) yield { path: '', reason: 'both path tables differ', lba: pathTableMBlock };
  for (const [index, { extentBlock, parentNumber }] of low.entries()) {
    if (!folders.has(extentBlock))
      yield { path: '', reason: `entry ${index + 1} of the path table is not a folder`, lba: extentBlock };
    if (parentNumber > Math.max(1, index) || parentNumber === 0)
      yield {
        path: '',
        reason: `entry ${index + 1} of the path table has parent ${parentNumber}`,
        lba: pathTableLBlock,
      };
  }
  if (low.length < folders.size)
    yield { path: '', reason: `the path table has ${low.length} of ${folders.size} folders`, lba: pathTableLBlock };
}

const areEqual = (a: readonly PathTableEntry[], b: readonly PathTableEntry[]): boolean =>
  a.length === b.length &&
  a.every((entry, index) => {
    const other = b[index];
    return (
      other !== undefined &&
      entry.extentBlock === other.extentBlock &&
      entry.parentNumber === other.parentNumber &&
      Buffer.compare(entry.identifier, other.identifier) === 0
    );
  });
