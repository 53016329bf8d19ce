import type { DataBlockType, WriteType } from '../../mmc/mode-pages/write-parameters.ts';
import type { BlocksToWrite, TimedEffect, WriteParameters, WritePath } from '../core.ts';
import type { Disc } from '../media/disc.ts';

/** How WRITE lays blocks on the disc under one value of the Write Type field. */
export interface WriteTypeStrategy {
  readonly writeType: WriteType;
  /** The data block types that it supports. */
  readonly dataBlockTypes: readonly DataBlockType[];
  /** The field of the page that does not fit this write type. */
  refusedField(page: WriteParameters): (keyof WriteParameters & string) | undefined;
  /** Bytes of one block of WRITE data, which may depend on where it goes. */
  blockBytes(path: WritePath, lba?: number): number;
  /** Where READ TRACK INFORMATION sends the host, if not to the start of the next track. */
  nextWritableLba?(disc: Disc): number;
  /** How many blocks were accepted after the end of the open track, which are not kept: of a lead-out. */
  blocksAfterTrack?(disc: Disc): number;
  /** Forgets what it knows of a session on this disc, such as a cue sheet, after a reset. */
  forget?(disc: Disc): void;
  /** Throws CheckCondition for blocks that cannot go where they should. */
  write(path: WritePath, blocks: BlocksToWrite): Promise<void>;
  /** What SYNCHRONIZE CACHE does. */
  flush(path: WritePath): TimedEffect;
}

/** The write types that a drive has, by the value of the page's field. */
export type WriteTypeTable = ReadonlyMap<number, WriteTypeStrategy>;
