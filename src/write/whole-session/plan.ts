import { PREGAP_BLOCKS } from '../../cd/geometry.ts';
import type { DiscState } from '../../drive/disc-state.ts';
import { firstTrackNumber, planRefusal, requirePlaces, requireRoom } from '../engine/plan-checks.ts';
import { blocksInSession, sessionBlocks } from '../engine/session-blocks.ts';
import { isAudio } from '../engine/track-format.ts';
import { formatOf, isUnsized, type TrackSource } from '../engine/track-source.ts';
import type { TrackPlan } from '../recipe.ts';
import { layOut } from './layout.ts';

/**
 * Numbers the tracks of a session that is written in one go, and checks that all of it fits.
 * @param name of the recipe
 * @param canCarry whether the recipe can write blocks of a data track's format
 * @throws BurnError of phase `planning`
 */
export function planSession(
  name: string,
  sources: readonly TrackSource[],
  disc: DiscState,
  canCarry: (source: TrackSource) => boolean,
): TrackPlan[] {
  const first = firstTrackNumber(sources, disc);
  if (disc.status === 'appendable' && disc.lastSession !== 'empty') {
    throw planRefusal(
      disc,
      'DISC_UNFINISHED',
      `${name} writes whole sessions, and the last session of this disc is not closed`,
      'Close it with `discwright close --appendable`, write Track-At-Once, or use a blank disc',
    );
  }
  const foreign = sources.find((source) => !isAudio(formatOf(source)) && !canCarry(source));
  if (foreign !== undefined) {
    throw planRefusal(
      disc,
      'INVALID_REQUEST',
      `${foreign.name} is ${formatOf(foreign).name}, which ${name} cannot write`,
      'Write it Track-At-Once',
    );
  }
  const unsized = sources.find(isUnsized);
  if (unsized !== undefined) {
    throw planRefusal(
      disc,
      'INVALID_REQUEST',
      `${name} lays out the whole session before it is written, and nothing says how long ${unsized.name} is`,
      'Read it into a file first (`spoolTrack()`), or write it Track-At-Once',
    );
  }
  requireRoom(disc, sessionBlocks(sources), sources.length === 1 ? '1 track needs' : `${sources.length} tracks need`);
  const plans = sources.map((source, index) => ({
    number: first + index,
    source,
    format: formatOf(source),
    lengthBlocks: blocksInSession(source, { isLast: index === sources.length - 1 }),
  }));
  const { tracks } = layOut((disc.nextWritableLba ?? 0) - PREGAP_BLOCKS, plans);
  requirePlaces(disc, sources, (index) => tracks[index]?.startLba ?? 0);
  return plans;
}
