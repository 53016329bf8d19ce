import { AUDIO_BLOCK_BYTES, PREGAP_BLOCKS } from '../../cd/geometry.ts';
import {
  cdRawWith,
  type Extent,
  type RawBlockType,
  type Recipe,
  type TrackSource,
  type Unit,
} from '../../write/index.ts';
import type { ImageToc } from './image-toc.ts';
import type { RawImageBlocks } from './raw-image-blocks.ts';
import { blockwise } from './raw-image-stream.ts';

/**
 * The tracks of an image, for the plan: the blocks that are sent come from the image itself. What is before the first track,
 * apart from the 150 sectors of every disc, is its pregap.
 */
export function tracksOf({ tracks, leadOutLba }: ImageToc): TrackSource[] {
  return tracks.map(({ number, startLba }, index) => {
    const from = index === 0 ? 0 : startLba;
    const to = tracks[index + 1]?.startLba ?? leadOutLba;
    return {
      name: `track ${number}`,
      lengthBytes: (to - from) * AUDIO_BLOCK_BYTES,
      repeatable: false,
      ...(startLba > from ? { pregapBlocks: startLba - from } : {}),
      openReader: () => Promise.reject(new Error('only the blocks of the image are sent')),
    };
  });
}

/** Raw writing with all blocks, the lead-in and the sub-channels too, from an image. */
export function rawImageRecipe(image: RawImageBlocks, blockType: RawBlockType): Recipe {
  const raw = cdRawWith(blockType);
  return {
    ...raw,
    name: 'RAW image',
    async extents(job, unit, prepared) {
      const [first, ...others] = await raw.extents(job, unit, prepared);
      const fromImage = (extent: Extent): Extent => {
        const format = { ...extent.format, blockBytes: image.blockBytes };
        return { ...extent, format, source: blocksOf(image, { ...extent, format }) };
      };
      return [fromImage(first), ...others.map(fromImage)] satisfies Unit<Extent>;
    },
  };
}

function blocksOf(image: RawImageBlocks, { startLba, lengthBlocks, source, format }: Extent): TrackSource {
  let lba = startLba;
  return {
    name: source?.name ?? 'the image',
    lengthBytes: lengthBlocks * image.blockBytes,
    repeatable: false,
    format,
    openReader: async () =>
      blockwise(image.blockBytes, lengthBlocks, { next: () => image.at(lba++), close: async () => {} }),
  };
}

/** How long the image must be before LBA -150: it has one lead-in at least from there. */
export const leadInSectors = (leadInLba: number): number => -PREGAP_BLOCKS - leadInLba;
