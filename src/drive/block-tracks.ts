import { LayerJumpStatus } from '../mmc/commands/read-track-information.ts';
import type { TrackState } from './disc.ts';
import { type TrackInformation, trackIfKnown, trackInformation } from './disc-queries.ts';
import type { Drive } from './drive.ts';
import { trackState } from './track-state.ts';

interface TracksWanted {
  /** Which numbers the drive must know: an error otherwise. The list ends at any other that it does not know. */
  readonly required: (number: number) => boolean;
  readonly signal: AbortSignal | undefined;
}

/**
 * The tracks of a DVD or BD that are not blank. They follow one another: if one of them begins before the end of the one before it, one of
 * the two replies is false, such as the end of an older one, and both are asked for again. What the drive then says is believed.
 */
export async function blockTracks(
  drive: Drive,
  { first, last }: { readonly first: number; readonly last: number },
  { required, signal }: TracksWanted,
): Promise<TrackState[]> {
  const tracks = new Map<number, TrackInformation>();
  let before: TrackInformation | undefined;
  for (let number = first; number <= last; number++) {
    const ask = (each: number) => (required(each) ? trackInformation : trackIfKnown)(drive, each, { signal });
    let track = await ask(number);
    // Numbers that are impossible would mean thousands of questions: after one that the drive does not know there is none.
    if (track === undefined) break;
    if (before !== undefined && overlap(before, track)) {
      const again = await ask(number - 1);
      if (again !== undefined) tracks.set(number - 1, again);
      track = (await ask(number)) ?? track;
    }
    tracks.set(number, track);
    before = track;
  }
  return [...tracks].filter(([, { blank }]) => !blank).map(([number, track]) => trackState(number, track));
}

/** A track that was written by layer jump encloses the ones after it (MMC-6 6.26). */
const overlap = (before: TrackInformation, { startLba }: TrackInformation): boolean =>
  (before.layerJump ?? LayerJumpStatus.None) === LayerJumpStatus.None &&
  startLba < before.startLba + (before.nextWritableValid ? 1 : before.lengthBlocks);
