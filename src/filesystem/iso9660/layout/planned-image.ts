import type { FileReader } from '../../tree/model.ts';
import { BLOCK_BYTES } from '../constants.ts';
import { type ImageParts, ImageReader } from './image-reader.ts';

/** Where a file is in an image. */
export interface PlacedFile {
  /** From the root, of its first name. */
  readonly path: string;
  readonly startBlock: number;
  /** Of 2,048 bytes. */
  readonly blocks: number;
}

/** An image that is laid out: it can be read like a track's source, and gives the same bytes each time. */
export interface PlannedImage {
  /** The volume name, for messages. */
  readonly name: string;
  readonly lengthBytes: number;
  readonly repeatable: true;
  /** It ends with empty blocks of its own, or with one that must be the last of its track: nothing need be added when it is burned. */
  readonly endsPadded: boolean;
  /** Of 2,048 bytes. */
  readonly blocks: number;
  /** The address of its first block; all addresses in it are absolute. */
  readonly startBlock: number;
  /** What it does not have of the tree. */
  readonly warnings: readonly string[];
  /** Its files in their order, without empty ones, those of earlier sessions, and those that are in their file entries (UDF). */
  files(): Generator<PlacedFile>;
  openReader(): Promise<FileReader>;
}

export const plannedImage = (
  facts: Pick<PlannedImage, 'name' | 'blocks' | 'startBlock' | 'warnings' | 'endsPadded'>,
  parts: ImageParts,
): PlannedImage => ({
  ...facts,
  lengthBytes: facts.blocks * BLOCK_BYTES,
  repeatable: true,
  *files() {
    for (const part of parts.parts) {
      if (typeof part === 'function' || part.blocks === 0) continue;
      const { path, startBlock, blocks } = part;
      yield { path, startBlock, blocks };
    }
  },
  openReader: async () => new ImageReader(parts),
});
