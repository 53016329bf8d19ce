import type { Allocation } from './entry-space.ts';
import type { UdfSettings } from './options.ts';

/** Where something is: a block of a partition, which is an index into the partition maps. */
export interface Address {
  readonly block: number;
  readonly partition: number;
}

/** How the blocks of metadata are addressed. */
export type SpaceKind = 'physical' | 'metadata' | 'virtual';

export const spaceKindOf = ({ revision, virtual }: UdfSettings): SpaceKind =>
  virtual ? 'virtual' : revision.hasMetadataPartition ? 'metadata' : 'physical';

/** Files are in partition 0. An entry in another partition must name it. */
export const fileAllocationOf = (kind: SpaceKind): Allocation => (kind === 'physical' ? 'short' : 'long');
/** Names in folders are where the entries are, except that a virtual address is of one block only (UDF 2.01, 2.2.10). */
export const folderAllocationOf = (kind: SpaceKind): Allocation => (kind === 'virtual' ? 'long' : 'short');

/** Where everything is, once an image is laid out. Addresses are of the disc. */
export class Space {
  readonly kind: SpaceKind;
  partitionStart = 0;
  partitionBlocks = 0;
  metadataStart = 0;
  /** With the unused ones at its end. */
  metadataBlocks = 0;

  constructor(kind: SpaceKind) {
    this.kind = kind;
  }

  /** Of a block of metadata, as entries and names refer to it. */
  entry(index: number): Address {
    return this.kind === 'physical' ? { block: this.#physical(index), partition: 0 } : { block: index, partition: 1 };
  }

  /** Of blocks of metadata that are not entries. */
  data(index: number): Address {
    return this.kind === 'metadata' ? { block: index, partition: 1 } : { block: this.#physical(index), partition: 0 };
  }

  /** Of a block of the disc, in partition 0. */
  inPartition(lba: number): number {
    return lba - this.partitionStart;
  }

  #physical(index: number): number {
    return this.inPartition(this.metadataStart) + index;
  }
}
