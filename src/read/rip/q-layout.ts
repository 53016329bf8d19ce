import { HIGHEST_INDEX } from '../../cd/geometry.ts';
import type { TrackState } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import type { PlacedTrack } from '../layout.ts';
import { type QControl, readControl } from './q-control.ts';
import {
  isFieldRefused,
  type Position,
  PROBE_BLOCKS,
  PROBED_BLOCKS,
  positionFrom,
  readPositions,
  WINDOW_BLOCKS,
} from './q-positions.ts';

/** What only the Q sub-channel says about a track. */
export interface QTrack extends QControl {
  /** Where its pause (index 0) begins; its own start if it has none. Undefined if Q does not show it. */
  readonly pauseLba: number | undefined;
  /** Where INDEX 2, 3, ... begin. */
  readonly indexLbas: readonly number[];
}

/** Called where a border cannot be found exactly: it is after `fromLba` and not after `toLba`. */
type Uncertain = (fromLba: number, toLba: number) => void;

const UNKNOWN: QTrack = { pauseLba: undefined, indexLbas: [], control: undefined, serialCopy: false };

/**
 * Finds where pauses and indexes of audio tracks begin. Positions only grow along a disc, so a few blocks are enough to find
 * each border, and all blocks need not be read with Q.
 * @param warnings gets what could not be found out
 */
export async function readQLayout(
  drive: Drive,
  placed: readonly PlacedTrack[],
  warnings: string[],
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<ReadonlyMap<number, QTrack>> {
  const layout = new Map<number, QTrack>();
  for (const [position, each] of placed.entries()) {
    const { track, blocks } = each;
    if (track.kind === 'data') continue;
    const previous = placed[position - 1];
    const sameSession = previous?.track.session === track.session ? previous : undefined;
    signal?.throwIfAborted();
    try {
      const end = blocks.startLba + blocks.lengthBlocks;
      const uncertain = (what: string) => (fromLba: number, toLba: number) =>
        warnings.push(
          `${what} of track ${track.number} begins between LBA ${fromLba} and LBA ${toLba}: the Q sub-channel cannot be read there`,
        );
      const pauseLba = await pauseStart(
        drive,
        track.number,
        track.startLba,
        sameSession?.track.startLba,
        uncertain('the pause'),
      );
      signal?.throwIfAborted();
      const indexLbas = await indexStarts(drive, track, end, (index) => uncertain(`index ${index}`));
      const control = await readControl(drive, track, end, warnings);
      layout.set(track.number, { pauseLba, indexLbas: indexLbas ?? [], ...control });
      if (indexLbas === undefined && control.control !== undefined) {
        warnings.push(
          `the Q sub-channel cannot be read at the end of track ${track.number}: its indexes are not known`,
        );
      }
    } catch (error) {
      if (!isFieldRefused(error)) throw error;
      warnings.push(
        `the drive does not read the Q sub-channel: pauses and indexes from track ${track.number} on are not known`,
      );
      for (const { track: rest } of placed.slice(position)) layout.set(rest.number, UNKNOWN);
      return layout;
    }
    if (layout.get(track.number)?.control === undefined) {
      warnings.push(
        `the Q sub-channel of track ${track.number} cannot be read: its pause and its indexes are not known`,
      );
    }
  }
  return layout;
}

async function pauseStart(
  drive: Drive,
  track: number,
  startLba: number,
  previousLba: number | undefined,
  uncertain: Uncertain,
): Promise<number | undefined> {
  if (previousLba === undefined) return undefined;
  const isPause = (position: Position) => position.track === track;
  for (let back = WINDOW_BLOCKS, end = startLba; ; back *= 2) {
    const from = Math.max(previousLba, startLba - back);
    const found = await readPositions(drive, from, Math.min(WINDOW_BLOCKS, end - from));
    const before = found.findLast((position) => !isPause(position) && position.lba < startLba);
    if (before !== undefined || from === previousLba) {
      const low = before?.lba ?? previousLba;
      const pause = found.find((position) => isPause(position) && position.lba > low);
      // Between the two, and before the place that the last window began with, nothing has been read yet.
      const high = pause?.lba ?? Math.min(end, startLba);
      return border(drive, low, high, isPause, uncertain);
    }
    if (found.length === 0) return undefined;
    end = found[0]?.lba ?? from;
  }
}

/** @returns undefined where the end of the track cannot be read, which shows how many there are */
async function indexStarts(
  drive: Drive,
  { number: track, startLba }: Pick<TrackState, 'number' | 'startLba'>,
  endLba: number,
  uncertainOf: (index: number) => Uncertain,
): Promise<number[] | undefined> {
  const ofTrack = (position: Position) => position.track === track;
  const last = (
    await readPositions(drive, Math.max(startLba, endLba - WINDOW_BLOCKS), Math.min(WINDOW_BLOCKS, endLba - startLba))
  )
    .filter(ofTrack)
    .at(-1);
  if (last === undefined) return undefined;
  const starts: number[] = [];
  for (let index = 2; index <= Math.min(last.index, HIGHEST_INDEX); index++) {
    const isPast = (position: Position) => position.track > track || (ofTrack(position) && position.index >= index);
    starts.push(await border(drive, starts.at(-1) ?? startLba, last.lba, isPast, uncertainOf(index)));
  }
  return starts;
}

/** The first block past a border that is after `low` and not after `high`. */
async function border(
  drive: Drive,
  low: number,
  high: number,
  isPast: (position: Position) => boolean,
  uncertain: Uncertain,
): Promise<number> {
  let [before, after] = [low, high];
  let known = low;
  while (after - before > WINDOW_BLOCKS) {
    const middle = Math.floor((before + after) / 2);
    const position = await positionFrom(drive, middle, after);
    if (position === undefined) {
      // Nothing can be read there: the border counts as at the end of it.
      before = Math.min(after - WINDOW_BLOCKS, middle + PROBED_BLOCKS);
    } else if (isPast(position)) {
      after = position.lba;
    } else {
      before = position.lba;
      known = position.lba;
    }
  }
  const positions = await readPositions(drive, before, Math.min(WINDOW_BLOCKS, after - before));
  const last = positions.findLast((position) => !isPast(position));
  const first = positions.find((position) => isPast(position) && position.lba > (last?.lba ?? before));
  const found = first?.lba ?? after;
  const from = Math.max(known, last?.lba ?? known);
  // A frame or two may hold a catalogue number or an ISRC instead.
  if (found - from > PROBE_BLOCKS) uncertain(from, found);
  return found;
}
