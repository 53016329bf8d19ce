import type { ValuesOf } from '../../codec/index.ts';
import type { DataBlockType, WriteType, writeParametersPage } from '../../mmc/mode-pages/write-parameters.ts';
import type { VirtualBurner } from '../drive/virtual-burner.ts';
import type { Disc } from '../media/disc.ts';

export type WriteParameters = ValuesOf<typeof writeParametersPage.layout.fields>;

export interface BlocksToWrite {
  readonly lba: number;
  readonly lengthBlocks: number;
  readonly bytes: Uint8Array;
}

/** Something to be done that takes time: lasting so long, and then having its effect. */
export interface TimedEffect {
  readonly durationMs: number;
  readonly effect: () => Promise<void>;
  /** What becomes of it when the power goes before its time; nothing unless given. */
  readonly brokenOff?: () => Promise<void>;
}

/** How WRITE lays blocks on the disc under one value of the Write Type field. */
export interface WriteTypeStrategy {
  readonly writeType: WriteType;
  /** The data block types that it can do. */
  readonly dataBlockTypes: readonly DataBlockType[];
  /** The field of the page that does not go with this write type. */
  refusedField(page: WriteParameters): (keyof WriteParameters & string) | undefined;
  /** Bytes of one block of WRITE data, which may depend on where it goes. */
  blockBytes(burner: VirtualBurner, lba?: number): number;
  /** Where READ TRACK INFORMATION sends the host, if not to the start of the next track. */
  nextWritableLba?(disc: Disc): number;
  /** Drops what it has in mind of a session on this disc. */
  forget?(disc: Disc): void;
  /** Throws CheckCondition for blocks that cannot go where they should. */
  write(burner: VirtualBurner, blocks: BlocksToWrite): Promise<void>;
  /** What SYNCHRONIZE CACHE does. */
  flush(burner: VirtualBurner): TimedEffect;
}
