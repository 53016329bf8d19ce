import { PREGAP_BLOCKS, RUN_OUT_BLOCKS, SHORTEST_TRACK_BLOCKS } from '../../cd/geometry.ts';
import { isAudio } from './track-format.ts';
import { formatOf, type TrackSource } from './track-source.ts';

/** What decides how long a source is in a session that is written in one go. */
export type SourceLength = Pick<
  TrackSource,
  'lengthBytes' | 'format' | 'pregapBlocks' | 'preEmphasis' | 'copyPermitted' | 'fourChannel'
>;

/**
 * How many blocks a source has, its own pregap included, in a session that is written in one go. The last track is made as long as a
 * track must be; before another one, silence would change the sound.
 */
export function blocksInSession(source: SourceLength, { isLast }: { readonly isLast: boolean }): number {
  const { pregapBlocks = 0, lengthBytes } = source;
  const blocks = Math.ceil(lengthBytes / formatOf(source).blockBytes);
  return isLast ? Math.max(pregapBlocks + SHORTEST_TRACK_BLOCKS, blocks) : blocks;
}

/**
 * The pregap that is not in the source: 150 blocks before a session's first track, and where data and audio meet, unless the
 * source has as long a pregap of its own (ECMA-130 20).
 */
export function gapBefore(source: SourceLength, previous: SourceLength | undefined): number {
  if (previous === undefined) return PREGAP_BLOCKS;
  const changes = isAudio(formatOf(source)) !== isAudio(formatOf(previous));
  return changes ? Math.max(0, PREGAP_BLOCKS - (source.pregapBlocks ?? 0)) : 0;
}

/** Blocks of a session that is written in one go, from after the 150 blocks that it begins with to its lead-out. */
export const sessionBlocks = (sources: readonly SourceLength[]): number =>
  sources.reduce((sum, source, index) => {
    const gap = index === 0 ? 0 : gapBefore(source, sources[index - 1]);
    return sum + gap + blocksInSession(source, { isLast: index === sources.length - 1 });
  }, 0);

/**
 * Blocks that Track-At-Once tracks of these lengths occupy from the next writable address onward: the drive writes a run-out after every track,
 * and the pause before every track but the first (MMC-5 4.2.3.4).
 */
export const blocksNeeded = (lengths: readonly number[]): number =>
  lengths.reduce((sum, length) => sum + length + RUN_OUT_BLOCKS, 0) + Math.max(0, lengths.length - 1) * PREGAP_BLOCKS;
