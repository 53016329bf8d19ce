import { blocksAsBytes } from '../../drive/block-disc-words.ts';
import type { DiscState } from '../../drive/disc-state.ts';
import { planRefusal, requirePlaces } from '../engine/plan-checks.ts';
import { blockFormat, TrackFormats } from '../engine/track-format.ts';
import { formatOf, isUnsized, type TrackSource } from '../engine/track-source.ts';
import type { TrackPlan } from '../recipe.ts';

const ECC_OF_DVD = 16;
/** Track numbers are two bytes (MMC-6 6.26); no disc has as many. */
const MOST_TRACKS = 0xffff;

/** A number of blocks up to the end of an ECC block. */
export const aligned = (blocks: number, eccBlocks: number): number => Math.ceil(blocks / eccBlocks) * eccBlocks;

/** What one source gets, rounded up to whole ECC blocks. */
export const blocksFor = (source: TrackSource, eccBlocks: number): number =>
  aligned(Math.ceil(source.lengthBytes / TrackFormats.mode1.blockBytes), eccBlocks);

/**
 * Plans data onto a DVD or BD: blocks of 2,048 bytes in whole ECC blocks, at the next writable address, or on an overwritable disc
 * at its start.
 * @throws BurnError of phase `planning` unless all of it fits
 */
export function planBlocks(sources: readonly TrackSource[], disc: DiscState): TrackPlan[] {
  const { medium } = disc;
  const eccBlocks = medium?.eccBlocks ?? ECC_OF_DVD;
  const overwrites = medium?.writeModel === 'overwrite';
  const refuse = (reason: string, remedy: string) => planRefusal(disc, 'INVALID_REQUEST', reason, remedy);
  if (sources.length === 0) throw refuse('there is nothing to write', 'Give at least one file');
  if (overwrites && sources.length > 1)
    throw refuse('an overwritable disc has only one track', 'Write one file system, or write one after another');
  for (const source of sources) {
    const format = formatOf(source);
    if (format.dataBlockType !== TrackFormats.mode1.dataBlockType) {
      throw refuse(
        `${source.name} is ${format.name}, and a DVD or BD has only blocks of 2048 bytes of data`,
        'Write it on a CD, or make an image of data of it',
      );
    }
    if (isUnsized(source) || !Number.isSafeInteger(source.lengthBytes) || source.lengthBytes <= 0)
      throw refuse(`${source.name} has no length`, 'Give its length in bytes');
  }
  const first = disc.nextTrack ?? disc.tracks.length + 1;
  if (first - 1 + sources.length > MOST_TRACKS)
    throw planRefusal(disc, 'TOO_MANY_TRACKS', 'there are no numbers for more tracks', 'Use another disc');
  const needed = sources.reduce((sum, source) => sum + blocksFor(source, eccBlocks), 0);
  // A disc that is not formatted yet may say nothing of its room: the drive does once it is.
  const free = disc.freeBlocks ?? (medium?.formatted === false ? Number.POSITIVE_INFINITY : 0);
  if (needed > free) {
    throw planRefusal(
      disc,
      'NO_ROOM',
      `the data needs ${blocksAsBytes(needed)}, but the disc has room for ${blocksAsBytes(free)}`,
      'Leave files out, or use a disc with more room',
    );
  }
  const startOf = (index: number) =>
    sources.slice(0, index).reduce((lba, source) => lba + blocksFor(source, eccBlocks), disc.nextWritableLba ?? 0);
  requirePlaces(disc, sources, startOf);
  return sources.map((source, index) => ({
    number: first + index,
    source,
    format: blockFormat(eccBlocks, overwrites),
    lengthBlocks: blocksFor(source, eccBlocks),
  }));
}
