import { MOST_TRACKS } from '../../../cd/geometry.ts';
import { formatLength } from '../../../cd/msf.ts';
import type { DiscState } from '../../../drive/disc-state.ts';
import { BurnError } from '../../engine/burn-error.ts';
import type { BurnErrorCode } from '../../engine/burn-error-code.ts';
import { blocksNeeded } from '../../engine/session-blocks.ts';
import { formatOf, type TrackSource, trackBlocks } from '../../engine/track-source.ts';
import type { TrackPlan } from '../../recipe.ts';

/**
 * Numbers the tracks and checks that all of them fit, before any command that writes is sent.
 * @throws BurnError of phase `planning`
 */
export function planTracks(sources: readonly TrackSource[], disc: DiscState): TrackPlan[] {
  const refuse = (code: BurnErrorCode, reason: string, remedy: string) =>
    new BurnError({ phase: 'planning', code, reason, remedy, disc });
  if (sources.length === 0) throw refuse('INVALID_REQUEST', 'there are no tracks to write', 'Give at least one file');
  const open = disc.tracks.find((track) => track.open);
  if (open !== undefined) {
    throw refuse(
      'DISC_UNFINISHED',
      `track ${open.number} is unfinished`,
      'Finish the disc with `discwright close`, or use a blank one',
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
    const { name, lengthBytes } = source;
    if (!Number.isSafeInteger(lengthBytes) || lengthBytes <= 0) {
      throw refuse(
        'INVALID_REQUEST',
        `${name} contains no ${formatOf(source).name}`,
        'Leave it out, or give its length in bytes',
      );
    }
  }
  requirePlain(sources, disc);
  const lengths = sources.map(trackBlocks);
  const needed = blocksNeeded(lengths);
  const free = disc.freeBlocks ?? 0;
  if (needed > free) {
    throw refuse(
      'NO_ROOM',
      `${sources.length === 1 ? '1 track needs' : `${sources.length} tracks and their pauses need`} ${needed} blocks (${formatLength(needed)}), but the disc has ${free} left ` +
        `(${formatLength(free)}): ${formatLength(needed - free)} too long`,
      'Leave tracks out, or use a disc with more room',
    );
  }
  return sources.map((source, index) => ({
    number: first + index,
    source,
    format: formatOf(source),
    lengthBlocks: trackBlocks(source),
  }));
}

/** In Track-At-Once the drive makes the pauses, and a track has no index but 1. */
function requirePlain(sources: readonly TrackSource[], disc: DiscState): void {
  for (const { name, pregapBlocks = 0, indexBlocks = [], fourChannel } of sources) {
    const what =
      pregapBlocks > 0
        ? 'a pregap of its own'
        : indexBlocks.length > 0
          ? 'indexes'
          : fourChannel
            ? 'four channels'
            : undefined;
    if (what === undefined) continue;
    throw new BurnError({
      phase: 'planning',
      code: 'INVALID_REQUEST',
      reason: `${name} has ${what}, which Track-At-Once cannot write`,
      remedy: 'Write it Session-At-Once, where the drive can, or leave that out',
      disc,
    });
  }
}
