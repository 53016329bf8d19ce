import { HIGHEST_INDEX, PREGAP_BLOCKS } from '../cd/geometry.ts';
import type { TrackState } from '../drive/disc-state.ts';
import type { Extent } from './extents.ts';
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
 * Tracks and the gaps before them, one after the other. A session begins with the start of its first track, the first
 * session with LBA 0: its pregap is not in the file, nor are the lead-out and lead-in before it.
 */
export function layOut(tracks: readonly TrackState[]): PlacedTrack[] {
  const placed: PlacedTrack[] = [];
  let fileBlocks = 0;
  for (const [index, track] of tracks.entries()) {
    const { number, startLba, lengthBlocks } = track;
    const previous = tracks[index - 1];
    const next = tracks[index + 1];
    const sessionStart = previous === undefined ? Math.min(0, startLba) : startLba;
    const sameSession = previous?.session === track.session;
    const previousEnd = sameSession ? previous.startLba + previous.lengthBlocks : sessionStart;
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
 * The indexes of a track, by block of the file: as in Q. Where Q does not show the pause before the track, the pause is
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
  const inQ = notes.indexStart(number, 0);
  const earliest = previous?.track.session === session ? previous.track.startLba : startLba;
  const whole = !notes.hasMissing(gap.startLba, startLba);
  if (inQ !== undefined && whole && inQ > earliest && inQ < startLba) return inQ;
  return startLba - Math.min(PREGAP_BLOCKS, gap.lengthBlocks);
}
