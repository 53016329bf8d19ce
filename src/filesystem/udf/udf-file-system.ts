import type { BlockReader } from '../block-reader.ts';
import type { DiscFileSystem, FileSystemProblem, ScannedTree, UdfVolumeFacts } from '../disc-file-system.ts';
import { damaged } from '../filesystem-error.ts';
import { findOverlaps } from '../overlaps.ts';
import { type TreeFolder, walkTree } from '../tree/model.ts';
import { CachedBlocks } from './cached-blocks.ts';
import { EntryReader, type PartitionBlock } from './entries.ts';
import { fileSet } from './file-descriptors.ts';
import { openPartitions } from './open-partitions.ts';
import { UdfScan } from './scan-udf.ts';
import { TagId, validTag } from './tag.ts';
import { readUdfVolume, type UdfVolume } from './volume.ts';

/** A UDF volume of revision 1.02 to 2.60, read-only. */
export class UdfFileSystem implements DiscFileSystem {
  readonly kind = 'udf';
  readonly names = 'udf';
  readonly available = ['udf'] as const;
  readonly boot = [];
  readonly modified = undefined;
  readonly endBlock: number;
  readonly udf: UdfVolumeFacts;
  readonly #reader: BlockReader;
  readonly #volume: UdfVolume;
  readonly #entries: EntryReader;
  readonly #root: PartitionBlock;

  private constructor(
    reader: BlockReader,
    volume: UdfVolume,
    { entries, virtualTableBlock }: { readonly entries: EntryReader; readonly virtualTableBlock: number | undefined },
    root: PartitionBlock,
  ) {
    this.#reader = reader;
    this.#volume = volume;
    this.#entries = entries;
    this.#root = root;
    const [first] = volume.partitions;
    this.udf = { revision: volume.revision, partitionStart: first?.startBlock ?? 0, virtualTableBlock };
    this.endBlock = Math.max(...volume.partitions.map(({ startBlock, lengthBlocks }) => startBlock + lengthBlocks));
  }

  /**
   * @param sessionStart the address of the session's first block
   * @returns undefined if there is no UDF volume
   * @throws FileSystemError of kind `damaged` or `unsupported`
   */
  static async open(source: BlockReader, sessionStart = 0): Promise<UdfFileSystem | undefined> {
    const reader = new CachedBlocks(source);
    const volume = await readUdfVolume(reader, sessionStart);
    if (volume === undefined) return undefined;
    const partitions = await openPartitions(reader, volume, sessionStart);
    const entries = new EntryReader(reader, partitions);
    const virtualTableBlock = partitions.find(({ tableBlock }) => tableBlock !== undefined)?.tableBlock;
    const { bytes, lba } = await entries.block(volume.fileSet, 'the file set descriptor');
    if (validTag(bytes)?.id !== TagId.FileSet) throw damaged('there is no file set descriptor', lba);
    const { rootBlock, rootPartition } = fileSet.decode(bytes);
    return new UdfFileSystem(
      reader,
      volume,
      { entries, virtualTableBlock },
      { block: rootBlock, partition: rootPartition },
    );
  }

  get volumeName(): string {
    return this.#volume.identifier;
  }

  /** As UDF writes it: 0250h is 2.50. */
  get revision(): number {
    return this.#volume.revision;
  }

  get created(): Date | undefined {
    return this.#volume.recorded;
  }

  async tree(): Promise<TreeFolder> {
    const { root, problems } = await this.scan();
    const [first] = problems;
    if (first === undefined) return root;
    throw damaged(`${first.path === '' ? 'the volume' : first.path}: ${first.reason}`, first.lba);
  }

  scan(): Promise<ScannedTree> {
    return new UdfScan(this.#reader, this.#entries).run(this.#root);
  }

  async *check(): AsyncGenerator<FileSystemProblem, void, void> {
    for (const { reason, lba } of this.#volume.problems) yield { path: '', reason, lba };
    const { root, problems } = await this.scan();
    yield* problems;
    const { endBlock } = this.#reader;
    const placed: { path: string; startBlock: number; blocks: number }[] = [];
    for (const { path, node } of walkTree(root)) {
      if (node.kind !== 'file') continue;
      for (const { startBlock, lengthBytes } of node.extents ?? []) {
        if (startBlock === undefined) continue;
        const blocks = Math.ceil(lengthBytes / 2_048);
        if (endBlock !== undefined && startBlock + blocks > endBlock)
          yield {
            path,
            reason: `it goes to block ${startBlock + blocks}, and the image ends at ${endBlock}`,
            lba: startBlock,
          };
        placed.push({ path, startBlock, blocks });
      }
    }
    yield* findOverlaps(placed);
  }
}
