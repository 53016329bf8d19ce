import { HIGHEST_INDEX, PREGAP_BLOCKS, sessionGapBlocks } from '../cd/geometry.ts';
import type { TrackState } from '../drive/disc-state.ts';
import type { Extent } from './extents.ts';
import { RUN_OUT_TOLERANCE_BLOCKS } from './run-out.ts';
import type { SubcodeNotes } from './subcode-notes.ts';

/** A track, with its place and that of the gap before it in the file. */
export interface PlacedTrack {
  readonly track: TrackState;
  readonly gap: Extent;
  readonly blocks: Extent;
  /** Position of the track's start in the file. */
  readonly positionBlocks: number;
}

/**
 * Where the program area of a session begins: after its first pregap of two seconds, which is not in the file, nor are
 * the lead-out and the lead-in before it. Sound between that place and the start of the first track is in its pause.
 */
function sessionStart({ session, startLba }: TrackState, previous: TrackState | undefined): number {
  if (previous === undefined) return Math.min(0, startLba);
  const earliest = previous.startLba + previous.lengthBlocks + sessionGapBlocks(previous.session) + PREGAP_BLOCKS;
  // Drives do not agree on whether the run-out blocks of the last track are in its length.
  const isLater = session === previous.session + 1 && startLba > earliest + RUN_OUT_TOLERANCE_BLOCKS;
  return isLater ? earliest : startLba;
}

/** Tracks and the gaps before them, one after the other; a session begins where its program area does. */
export function layOut(tracks: readonly TrackState[]): PlacedTrack[] {
  const placed: PlacedTrack[] = [];
  let fileBlocks = 0;
  for (const [index, track] of tracks.entries()) {
    const { number, startLba, lengthBlocks } = track;
    const previous = tracks[index - 1];
    const next = tracks[index + 1];
    const previousEnd =
      previous?.session === track.session ? previous.startLba + previous.lengthBlocks : sessionStart(track, previous);
    const gapBlocks = Math.max(0, startLba - previousEnd);
    // A drive may count a track's pause as part of its predecessor, whose length then reaches beyond the next track's
    // start.
    const end = Math.min(startLba + lengthBlocks, next?.startLba ?? Number.POSITIVE_INFINITY);
    placed.push({
      track,
      gap: { track: number, startLba: startLba - gapBlocks, lengthBlocks: gapBlocks, gap: true },
      blocks: { track: number, startLba, lengthBlocks: end - startLba, gap: false },
      positionBlocks: fileBlocks + gapBlocks,
    });
    fileBlocks += gapBlocks + end - startLba;
  }
  return placed;
}

/**
 * The indexes of a track, by block of the file: as in Q. All that a session has before its first track is the pause of
 * that track: programs that read the sheet would drop what is before an index. Where Q does not show the pause before the track, the pause is
 * the last two seconds of the gap; what comes before (the run-out of a Track-At-Once track) belongs to the track before.
 */
export function indexesOf(
  placed: PlacedTrack,
  previous: PlacedTrack | undefined,
  notes: SubcodeNotes,
): [number, number][] {
  const { track, gap, blocks, positionBlocks } = placed;
  const end = blocks.startLba + blocks.lengthBlocks;
  const indexes: [number, number][] = [[1, track.startLba]];
  for (let index = 2; index <= HIGHEST_INDEX; index++) {
    const startLba = notes.indexStart(track.number, index);
    if (startLba === undefined || startLba <= (indexes.at(-1)?.[1] ?? 0) || startLba >= end) break;
    indexes.push([index, startLba]);
  }
  const pauseLba = pauseStart(gap, previous, track, notes);
  const all = pauseLba < track.startLba ? [[0, pauseLba] as [number, number], ...indexes] : indexes;
  return all.map(([index, lba]) => [index, positionBlocks + lba - track.startLba]);
}

function pauseStart(
  gap: Extent,
  previous: PlacedTrack | undefined,
  { number, startLba, session }: TrackState,
  notes: SubcodeNotes,
): number {
  if (previous?.track.session !== session) return gap.startLba;
  const inQ = notes.indexStart(number, 0);
  const whole = !notes.hasMissing(gap.startLba, startLba);
  if (inQ !== undefined && whole && inQ > previous.track.startLba && inQ < startLba) return inQ;
  return startLba - Math.min(PREGAP_BLOCKS, gap.lengthBlocks);
}
