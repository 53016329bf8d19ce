import { createHash } from 'node:crypto';
import { BLOCK_BYTES } from '../../iso9660/constants.ts';
import type { Contents } from '../../iso9660/layout/content.ts';
import type { Structure } from '../../iso9660/layout/image-reader.ts';
import { unusable } from '../../iso9660/layout/unusable.ts';
import type { TreeFolder } from '../../tree/model.ts';
import { FileType } from '../file-descriptors.ts';
import { encodeEntry } from './encode-entry.ts';
import { divideAllocation } from './entry-space.ts';
import { LONGEST_EXTENT_BYTES } from './extents.ts';
import { HierarchyBuilder, type UdfHierarchy } from './hierarchy.ts';
import { metadataBlocks, placeEntries } from './metadata.ts';
import type { UdfSettings } from './options.ts';
import { fileAllocationOf, Space, spaceKindOf } from './space.ts';
import { encodeVirtualTable, virtualTableBlocks } from './virtual-table.ts';
import { ANCHOR, anchorBlock, type MetadataFiles, UNIT_BLOCKS, volumeBlocks } from './volume-structures.ts';

/** How far the last two anchors are from each other (ECMA-167 3/8.4.2.1). */
const ANCHOR_DISTANCE = 256;
/** Zeros are made this many blocks at a time. */
const ZEROS_BLOCKS = 64;

export interface UdfPartOptions {
  readonly settings: UdfSettings;
  readonly contents: Contents;
  readonly date: Date;
  /** The first block of the files that earlier sessions have. */
  readonly earliestBlock: number | undefined;
}

/** The part of an image that is UDF: structures before the files, and after them. First everything is placed, in order. */
export class UdfPart {
  /** From the first block of the image: where the structures end that have places of their own. */
  static readonly fixedBlocks = ANCHOR + 1;
  readonly hierarchy: UdfHierarchy;
  readonly #settings: UdfSettings;
  readonly #date: Date;
  readonly #earliestBlock: number | undefined;
  readonly #space: Space;
  /** Where each part of the image begins, on the disc. */
  #gapStart = 0;
  #mirrorGap = 0;
  #mirrorStart = 0;
  #tailStart = 0;
  #end = 0;

  /** @throws FileSystemError of kind `unsuitable-tree` */
  constructor(root: TreeFolder, { settings, contents, date, earliestBlock }: UdfPartOptions) {
    this.#settings = settings;
    this.#date = date;
    this.#earliestBlock = earliestBlock;
    this.#space = new Space(spaceKindOf(settings));
    this.hierarchy = new HierarchyBuilder(settings, contents, fileAllocationOf(this.#space.kind)).build(root);
  }

  get #isMetadataPartition(): boolean {
    return this.#space.kind === 'metadata';
  }

  get #isMirrored(): boolean {
    return this.#isMetadataPartition && this.#settings.metadataMirror;
  }

  /** Places folders and file entries. @returns the block after them */
  placeMetadata(next: number): number {
    this.#gapStart = next;
    const own = aligned(next);
    const used = placeEntries(this.hierarchy);
    const space = this.#space;
    // The files of earlier sessions are in the same partition.
    space.partitionStart = Math.min(own, this.#earliestBlock ?? own);
    // A metadata partition has its own file entry before it.
    space.metadataStart = this.#isMetadataPartition ? own + UNIT_BLOCKS : own;
    space.metadataBlocks = this.#isMetadataPartition ? aligned(used) : used;
    return space.metadataStart + space.metadataBlocks;
  }

  /** Places the second copy of folders and file entries, or what leads to the first one. @returns the block after it */
  placeMirror(next: number): number {
    if (!this.#isMetadataPartition) return next;
    this.#mirrorGap = next;
    this.#mirrorStart = aligned(next);
    return this.#mirrorStart + UNIT_BLOCKS + (this.#isMirrored ? this.#space.metadataBlocks : 0);
  }

  /** Places what comes after the files. @returns the block after the image */
  placeEnding(next: number): number {
    const space = this.#space;
    this.#tailStart = next;
    const tableBlocks = space.kind === 'virtual' ? virtualTableBlocks(space.metadataBlocks, this.#settings) : 0;
    // A drive writes whole units: what it adds itself would move the end of the disc away from the last structure.
    this.#end = aligned(next + tableBlocks + ANCHOR_DISTANCE + 1);
    const partitionEnd = space.kind === 'virtual' ? this.#end : next;
    space.partitionBlocks = partitionEnd - space.partitionStart;
    if (this.#end > 2 ** 32)
      throw unusable(`the image would end at block ${this.#end}, which 32 bits cannot say`, 'Leave some files out');
    return this.#end;
  }

  /** From the recognition sequence to the anchor. @param recognitionAt its block, from the first one of the image */
  volume(recognitionAt: number): Structure {
    return () =>
      volumeBlocks(
        {
          settings: this.#settings,
          space: this.#space,
          hierarchy: this.hierarchy,
          date: this.#date,
          fingerprint: fingerprintOf(this.hierarchy),
          metadataFiles: this.#isMetadataPartition ? this.#metadataFiles() : undefined,
        },
        recognitionAt,
      );
  }

  /** Folders and file entries, where they were placed. */
  metadata(): Structure[] {
    const { metadataStart } = this.#space;
    if (!this.#isMetadataPartition) return [() => zeros(metadataStart - this.#gapStart), () => this.#metadataBlocks()];
    const fileStart = metadataStart - UNIT_BLOCKS;
    return [
      () => zeros(fileStart - this.#gapStart),
      () => this.#metadataFile(FileType.Metadata, fileStart, metadataStart),
      () => this.#metadataBlocks(),
    ];
  }

  /** The second copy, where it was placed. */
  mirror(): Structure[] {
    if (!this.#isMetadataPartition) return [];
    const { metadataStart } = this.#space;
    const start = this.#mirrorStart;
    const dataStart = this.#isMirrored ? start + UNIT_BLOCKS : metadataStart;
    return [
      () => zeros(start - this.#mirrorGap),
      () => this.#metadataFile(FileType.MetadataMirror, start, dataStart),
      ...(this.#isMirrored ? [() => this.#metadataBlocks()] : []),
    ];
  }

  /** What comes after the files. */
  ending(): Structure[] {
    return [() => this.#tail()];
  }

  async *#metadataBlocks(): AsyncGenerator<Uint8Array, void, void> {
    const [settings, space, date, { hierarchy }] = [this.#settings, this.#space, this.#date, this];
    let made = 0;
    for await (const piece of metadataBlocks({ hierarchy, settings, space, date })) {
      made += piece.length / BLOCK_BYTES;
      yield piece;
    }
    yield* zeros(space.metadataBlocks - made);
  }

  #metadataFiles(): MetadataFiles {
    const space = this.#space;
    return {
      file: space.inPartition(space.metadataStart - UNIT_BLOCKS),
      mirror: space.inPartition(this.#mirrorStart),
      duplicated: this.#isMirrored,
    };
  }

  /** The file that a metadata partition is in (UDF 2.50, 2.2.13), and unused blocks up to the next unit. */
  #metadataFile(fileType: number, start: number, dataStart: number): Uint8Array {
    const { revision } = this.#settings;
    const space = this.#space;
    const lengthBytes = space.metadataBlocks * BLOCK_BYTES;
    const extents = [];
    for (let at = 0; at < lengthBytes; at += LONGEST_METADATA_EXTENT_BYTES)
      extents.push({
        block: space.inPartition(dataStart + at / BLOCK_BYTES),
        partition: 0,
        lengthBytes: Math.min(LONGEST_METADATA_EXTENT_BYTES, lengthBytes - at),
      });
    const target = new Uint8Array(UNIT_BLOCKS * BLOCK_BYTES);
    target.set(
      encodeEntry(
        {
          fileType,
          // It belongs to nobody (UDF 2.50, 2.2.13).
          node: { name: '', mode: 0, uid: NOBODY, gid: NOBODY },
          date: this.#date,
          links: 0,
          uniqueId: 0,
          lengthBytes,
          recordedBlocks: space.metadataBlocks,
          attributes: new Uint8Array(0),
          body: { allocation: 'short', extents, division: divideAllocation(extents.length, 'short', revision) },
          address: { block: space.inPartition(start), partition: 0 },
        },
        revision,
      ),
    );
    return target;
  }

  /** The anchors at the end; or one of them, and the Virtual Allocation Table. */
  async *#tail(): AsyncGenerator<Uint8Array, void, void> {
    const settings = this.#settings;
    const last = this.#end - 1;
    const anchorAt = last - ANCHOR_DISTANCE;
    const virtual = this.#space.kind === 'virtual' ? this.#virtualTable(last) : undefined;
    if (virtual !== undefined) yield virtual.table;
    yield* zeros(anchorAt - this.#tailStart - (virtual?.table.length ?? 0) / BLOCK_BYTES);
    yield anchorBlock(settings, anchorAt);
    yield* zeros(ANCHOR_DISTANCE - 1);
    yield virtual?.entry ?? anchorBlock(settings, last);
  }

  #virtualTable(entryBlock: number) {
    const { hierarchy } = this;
    const [settings, space, date, tableBlock] = [this.#settings, this.#space, this.#date, this.#tailStart];
    return encodeVirtualTable({ settings, hierarchy, space, date, tableBlock, entryBlock });
  }
}

const NOBODY = 0xffff_ffff;
/** UDF 2.50, 2.2.10: extents of the metadata file are whole units. */
const LONGEST_METADATA_EXTENT_BYTES =
  Math.floor(LONGEST_EXTENT_BYTES / (UNIT_BLOCKS * BLOCK_BYTES)) * UNIT_BLOCKS * BLOCK_BYTES;

const aligned = (block: number): number => Math.ceil(block / UNIT_BLOCKS) * UNIT_BLOCKS;

async function* zeros(blocks: number): AsyncGenerator<Uint8Array, void, void> {
  for (let left = blocks; left > 0; left -= ZEROS_BLOCKS)
    yield new Uint8Array(Math.min(left, ZEROS_BLOCKS) * BLOCK_BYTES);
}

/** Of all names, lengths and dates: systems tell volumes apart by it. */
function fingerprintOf({ folders }: UdfHierarchy): string {
  const hash = createHash('sha256');
  for (const { names } of folders)
    for (const { node } of names)
      hash
        .update(node.name)
        .update(`\0${node.kind === 'file' ? node.lengthBytes : node.kind}\0${node.modified?.getTime()}\0`);
  return hash.digest('hex').slice(0, 8);
}
