import type { CdTextBlock } from '../../cd/cd-text/index.ts';
import type { TrackPlan, Unit } from '../recipe.ts';

/**
 * The texts with the numbers that the tracks have on the disc: the track number of a pack, and the first and last track of the
 * sizes, are those of the disc (MMC-3 annex J). Texts that count the tracks of a later session from 1 are moved.
 */
export function textsOfSession(blocks: readonly CdTextBlock[], unit: Unit<TrackPlan>): readonly CdTextBlock[] {
  const first = unit[0].number;
  const last = first + unit.length - 1;
  return blocks.map((block) => {
    const isOnDisc = block.firstTrack >= first && block.firstTrack + block.tracks.length - 1 <= last;
    return isOnDisc ? block : { ...block, firstTrack: block.firstTrack + first - 1 };
  });
}
