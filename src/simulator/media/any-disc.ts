import type { ReadOnly } from './block-store.ts';
import type { Medium, MediumKind } from './media.ts';
import type { DiscSpeeds } from './rotation.ts';

/** Any disc that a drive may have in it: a `Disc`, which is a CD, or a `BlockDisc`, which is a DVD or BD. */
export interface AnyDisc {
  readonly kind: MediumKind;
  readonly medium: Medium;
  /** As what drives report it, which may depend on how it is formatted. */
  readonly profile: number;
  readonly speeds: DiscSpeeds;
  /** Blocks that it has, or would have if it were written to its end. */
  readonly capacityBlocks: number;
  /** Nothing is recorded on it. */
  readonly blank: boolean;
  /** Nothing can be added to it. */
  readonly complete: boolean;
  /** A track is being written that an empty buffer would interrupt. */
  readonly writing: boolean;
  /** The file that it is saved in is damaged: written blocks that are missing cannot be read. */
  readonly damaged: boolean;
  /** Why nothing can be written to the file that it is saved in, if so. */
  readonly readOnly: ReadOnly | undefined;
  /** A copy for a test write: what is written to it is not kept, and this disc stays as it is. */
  testWriteCopy(): AnyDisc;
  /**
   * Writing stops: the power failed, or the buffer ran empty.
   * @param lostBlocks how many of the blocks written last were only in the buffer
   */
  interruptWriting(lostBlocks: number): Promise<void>;
  /** The drive lets go of it: what it does to the disc in the background stops. */
  unload(): void;
  close(): Promise<void>;
}
