import { PREGAP_BLOCKS } from '../../cd/geometry.ts';
import type { TrackState } from '../../drive/disc-state.ts';
import { ImageError } from '../../image/image-error.ts';
import type { PlacedTrack } from '../layout.ts';
import type { BlockRange } from './checksums.ts';
import type { QTrack } from './q-layout.ts';

/** A track to rip. */
export interface PlannedTrack {
  readonly track: TrackState;
  /** Index 0, or the start if there is no pause. */
  readonly pauseLba: number;
  readonly indexLbas: readonly number[];
  readonly q: QTrack | undefined;
  /** From its start to that of the next one: what checksums of tracks are about. */
  readonly window: BlockRange;
  /** From its pause to that of the next one. */
  readonly whole: BlockRange;
  /** Between its sound and that of the next track, or empty: on a disc that was written track by track, some blocks there cannot be read. */
  readonly gap: BlockRange;
  /** What is before its start is the beginning of its session. */
  readonly firstOfSession: boolean;
}

/** The tracks of the disc, with what is between them divided among them. */
export function planTracks(
  placed: readonly PlacedTrack[],
  layout: ReadonlyMap<number, QTrack>,
  leadOutOf: (session: number) => number | undefined,
): PlannedTrack[] {
  const pauses = placed.map((each, index) => pauseOf(each, placed[index - 1], layout.get(each.track.number)));
  return placed.map(({ track, blocks }, index) => {
    const q = layout.get(track.number);
    const next = placed[index + 1];
    const following = next?.track.session === track.session ? next : undefined;
    const ownEnd = Math.min(
      blocks.startLba + blocks.lengthBlocks,
      leadOutOf(track.session) ?? Number.POSITIVE_INFINITY,
    );
    const nextPause = following === undefined ? ownEnd : (pauses[index + 1] ?? ownEnd);
    // What is between sound and data belongs to neither, or to the pause of the one after it.
    const joined = following !== undefined && following.track.kind === 'audio' && track.kind === 'audio';
    const startLba = track.startLba;
    return {
      track,
      pauseLba: pauses[index] ?? startLba,
      indexLbas: (q?.indexLbas ?? []).filter((lba) => lba > startLba && lba < ownEnd),
      q,
      window: { startLba, endLba: joined ? following.track.startLba : Math.min(ownEnd, nextPause) },
      whole: { startLba: pauses[index] ?? startLba, endLba: joined ? nextPause : Math.min(ownEnd, nextPause) },
      gap: { startLba: ownEnd, endLba: joined ? following.track.startLba : ownEnd },
      firstOfSession: placed[index - 1]?.track.session !== track.session,
    };
  });
}

function pauseOf({ track, gap }: PlacedTrack, previous: PlacedTrack | undefined, q: QTrack | undefined): number {
  if (track.kind === 'data') return track.startLba;
  if (previous?.track.session !== track.session) return gap.startLba;
  const inQ = q?.pauseLba;
  if (inQ !== undefined && inQ > previous.track.startLba && inQ <= track.startLba) return inQ;
  return track.startLba - Math.min(PREGAP_BLOCKS, gap.lengthBlocks);
}

/**
 * The tracks with these numbers. 0 chooses no track, but what is before the first.
 * @throws ImageError of kind `unsuitable-disc` for a number that no track has
 */
export function chosenTracks(planned: readonly PlannedTrack[], numbers: readonly number[] | undefined): PlannedTrack[] {
  if (numbers === undefined) return [...planned];
  const missing = numbers.find((number) => number !== 0 && !planned.some(({ track }) => track.number === number));
  if (missing !== undefined) {
    const [first, last] = [planned[0]?.track.number, planned.at(-1)?.track.number];
    throw new ImageError({
      kind: 'unsuitable-disc',
      reason: `there is no track ${missing} on the disc`,
      remedy: `Choose from the tracks ${first} to ${last}, and 0 for what is before the first`,
    });
  }
  return planned.filter(({ track }) => numbers.includes(track.number));
}

/** Ranges as few as possible that together cover all of these, in order. */
export function merged(ranges: readonly BlockRange[]): BlockRange[] {
  const areas: { startLba: number; endLba: number }[] = [];
  for (const { startLba, endLba } of ranges.toSorted((a, b) => a.startLba - b.startLba)) {
    const last = areas.at(-1);
    if (startLba >= endLba) continue;
    if (last !== undefined && startLba <= last.endLba) last.endLba = Math.max(last.endLba, endLba);
    else areas.push({ startLba, endLba });
  }
  return areas;
}
