import { PREGAP_BLOCKS, SHORTEST_TRACK_BLOCKS } from '../../../cd/geometry.ts';
import { formatLength } from '../../../cd/msf.ts';
import type { DiscState } from '../../../drive/disc-state.ts';
import { BurnError } from '../../engine/burn-error.ts';
import { firstTrackNumber, planRefusal, requirePlaces, requireRoom } from '../../engine/plan-checks.ts';
import { blocksNeeded } from '../../engine/session-blocks.ts';
import { formatOf, isUnsized, type TrackSource, trackBlocks } from '../../engine/track-source.ts';
import type { TrackPlan } from '../../recipe.ts';

/**
 * Numbers the tracks and checks that all of them fit, before any command that writes is sent.
 * @throws BurnError of phase `planning`
 */
export function planTracks(sources: readonly TrackSource[], disc: DiscState): TrackPlan[] {
  const first = firstTrackNumber(sources, disc);
  const open = disc.tracks.find((track) => track.open);
  if (open !== undefined) {
    throw planRefusal(
      disc,
      'DISC_UNFINISHED',
      `track ${open.number} is unfinished`,
      'Finish the disc with `discwright close`, or use a blank one',
    );
  }
  requirePlain(sources, disc);
  const needed = blocksNeeded(sources.map(leastBlocks));
  requireRoom(disc, needed, sources.length === 1 ? '1 track needs' : `${sources.length} tracks and their pauses need`);
  requirePlaces(disc, sources, (index) => {
    const before = sources.slice(0, index).map(leastBlocks);
    return (disc.nextWritableLba ?? 0) + (index === 0 ? 0 : blocksNeeded(before) + PREGAP_BLOCKS);
  });
  return sources.map((source, index) => ({
    number: first + index,
    source,
    format: formatOf(source),
    lengthBlocks: trackBlocks(source),
  }));
}

/** What a track needs at least: nothing says how much one of unknown length does. */
const leastBlocks = (source: TrackSource): number => (isUnsized(source) ? SHORTEST_TRACK_BLOCKS : trackBlocks(source));

/**
 * In Track-At-Once the drive makes the pauses, a track has no index but 1, and no four channels.
 * @throws BurnError of phase `planning` that says what each track would lose
 */
export function requirePlain(sources: readonly TrackSource[], disc?: DiscState): void {
  const lost = sources.flatMap(({ name, pregapBlocks = 0, indexBlocks = [], fourChannel }, index) => [
    ...(pregapBlocks > 0 ? [`${formatLength(pregapBlocks)} before track ${index + 1} (${name})`] : []),
    ...(indexBlocks.length > 0
      ? [`index ${indexBlocks.map((_, place) => place + 2).join(', ')} of track ${index + 1} (${name})`]
      : []),
    ...(fourChannel ? [`the four-channel flag of track ${index + 1} (${name})`] : []),
  ]);
  if (lost.length === 0) return;
  throw new BurnError({
    phase: 'planning',
    code: 'INVALID_REQUEST',
    reason: `Track-At-Once cannot write all of this. It would lose: ${lost.join(', ')}`,
    remedy: 'Write it Session-At-Once or RAW 96, where the drive can, or leave that out',
    ...(disc === undefined ? {} : { disc }),
  });
}
