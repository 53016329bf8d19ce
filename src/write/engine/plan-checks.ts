import { MOST_TRACKS, PREGAP_BLOCKS } from '../../cd/geometry.ts';
import { formatLength } from '../../cd/msf.ts';
import type { DiscState } from '../../drive/disc-state.ts';
import { BurnError } from './burn-error.ts';
import type { BurnErrorCode } from './burn-error-code.ts';
import { formatOf, isUnsized, type TrackSource } from './track-source.ts';

/** Why a disc or what is to be written on it is refused before anything is written. */
export const planRefusal = (disc: DiscState, code: BurnErrorCode, reason: string, remedy: string): BurnError =>
  new BurnError({ phase: 'planning', code, reason, remedy, disc });

/**
 * What every way of writing CDs asks of its tracks: that there are some, that each has contents, and that there are numbers for them.
 * @returns the number of the first
 * @throws BurnError of phase `planning`
 */
export function firstTrackNumber(sources: readonly TrackSource[], disc: DiscState): number {
  if (sources.length === 0) {
    throw planRefusal(disc, 'INVALID_REQUEST', 'there are no tracks to write', 'Give at least one file');
  }
  const first = disc.nextTrack ?? disc.tracks.length + 1;
  if (first - 1 + sources.length > MOST_TRACKS) {
    throw planRefusal(
      disc,
      'TOO_MANY_TRACKS',
      `${sources.length} tracks are too many: track numbers end at ${MOST_TRACKS}, and the next one on this disc is ${first}`,
      'Write fewer tracks, or join some files',
    );
  }
  const empty = sources.find(
    (source) => !isUnsized(source) && (!Number.isSafeInteger(source.lengthBytes) || source.lengthBytes <= 0),
  );
  if (empty === undefined) return first;
  throw planRefusal(
    disc,
    'INVALID_REQUEST',
    `${empty.name} contains no ${formatOf(empty).name}`,
    'Leave it out, or give its length in bytes',
  );
}

/**
 * @param what needs the blocks, with its verb: `3 tracks need`
 * @throws BurnError of phase `planning`
 */
export function requireRoom(disc: DiscState, neededBlocks: number, what: string): void {
  const free = disc.freeBlocks ?? 0;
  if (neededBlocks <= free) return;
  throw planRefusal(
    disc,
    'NO_ROOM',
    `${what} ${neededBlocks} blocks (${formatLength(neededBlocks)}), but the disc has ${free} left ` +
      `(${formatLength(free)}): ${formatLength(neededBlocks - free)} too long`,
    'Leave tracks out, or use a disc with more room',
  );
}

/** What to do about contents that were made for another address. */
const MAKE_IT_AGAIN =
  'Make it for that address (`genisoimage -C` with what `discwright msinfo` prints), or burn the folder itself with `discwright data`';

const misplaced = ({ name }: TrackSource, startLba: number, problem: string): string =>
  `${name} does not fit at LBA ${startLba}, where it would be: ${problem}`;

/**
 * @param startOf the address of the first block of a source's track, by its place among them. Where the drive reports the start
 * of a session's pregap, it is that much later
 * @throws BurnError of phase `planning` for contents that were made for another address
 */
export function requirePlaces(
  disc: DiscState,
  sources: readonly TrackSource[],
  startOf: (index: number) => number,
): void {
  for (const [index, source] of sources.entries()) {
    const startLba = startOf(index);
    const problem = source.placeProblem?.(startLba);
    if (problem === undefined || source.placeProblem?.(startLba + PREGAP_BLOCKS) === undefined) continue;
    throw planRefusal(disc, 'INVALID_REQUEST', misplaced(source, startLba, problem), MAKE_IT_AGAIN);
  }
}

/**
 * The same once the drive has said where the track goes.
 * @throws BurnError of phase `preparing`
 */
export function requirePlace(source: TrackSource, track: number, startLba: number): void {
  const problem = source.placeProblem?.(startLba);
  if (problem === undefined) return;
  throw new BurnError({
    phase: 'preparing',
    code: 'INVALID_REQUEST',
    track,
    reason: misplaced(source, startLba, problem),
    remedy: `None of it was written. ${MAKE_IT_AGAIN}`,
  });
}
