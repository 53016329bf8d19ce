import { MOST_TRACKS } from '../../cd/geometry.ts';
import { formatLength } from '../../cd/msf.ts';
import type { DiscState } from '../../drive/disc-state.ts';
import { BurnError } from '../engine/burn-error.ts';
import type { BurnErrorCode } from '../engine/burn-error-code.ts';
import { blocksInSession, sessionBlocks } from '../engine/session-blocks.ts';
import { isAudio } from '../engine/track-format.ts';
import { formatOf, type TrackSource } from '../engine/track-source.ts';
import type { TrackPlan } from '../recipe.ts';

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
  const refuse = (code: BurnErrorCode, reason: string, remedy: string) =>
    new BurnError({ phase: 'planning', code, reason, remedy, disc });
  if (sources.length === 0) throw refuse('INVALID_REQUEST', 'there are no tracks to write', 'Give at least one file');
  if (disc.status === 'appendable' && disc.lastSession !== 'empty') {
    throw refuse(
      'DISC_UNFINISHED',
      `${name} writes whole sessions, and the last session of this disc is not closed`,
      'Close it with `discwright close --appendable`, write Track-At-Once, or use a blank disc',
    );
  }
  const first = disc.nextTrack ?? disc.tracks.length + 1;
  if (first - 1 + sources.length > MOST_TRACKS) {
    throw refuse(
      'TOO_MANY_TRACKS',
      `${sources.length} tracks are too many: track numbers end at ${MOST_TRACKS}, and the next one on this disc is ${first}`,
      'Write fewer tracks, or join some files',
    );
  }
  for (const source of sources) {
    const { lengthBytes } = source;
    const format = formatOf(source);
    if (!Number.isSafeInteger(lengthBytes) || lengthBytes <= 0) {
      throw refuse(
        'INVALID_REQUEST',
        `${source.name} contains no ${format.name}`,
        'Leave it out, or give its length in bytes',
      );
    }
    if (isAudio(format) || canCarry(source)) continue;
    throw refuse(
      'INVALID_REQUEST',
      `${source.name} is ${format.name}, which ${name} cannot write`,
      'Write it Track-At-Once',
    );
  }
  const plans = sources.map((source, index) => ({
    number: first + index,
    source,
    format: formatOf(source),
    lengthBlocks: blocksInSession(source, index === sources.length - 1),
  }));
  const needed = sessionBlocks(sources);
  const free = disc.freeBlocks ?? 0;
  if (needed > free) {
    throw refuse(
      'NO_ROOM',
      `${sources.length === 1 ? '1 track needs' : `${sources.length} tracks need`} ${needed} blocks (${formatLength(needed)}), but the disc has ${free} left ` +
        `(${formatLength(free)}): ${formatLength(needed - free)} too long`,
      'Leave tracks out, or use a disc with more room',
    );
  }
  return plans;
}
