import { isTrackNumber, MOST_TRACKS } from '../cd/geometry.ts';
import { type OptionNames, requireKnownOptions } from '../known-options.ts';
import { DiscStatus } from '../mmc/commands/read-disc-information.ts';
import { blockDiscState } from './block-disc-state.ts';
import { blockDiscInWords } from './block-disc-words.ts';
import { isBlockMedium, looksLikeBlockMedium } from './block-medium.ts';
import { currentProfile, knownProfile } from './current-profile.ts';
import type { DiscState, TrackState } from './disc.ts';
import {
  discInformation,
  incompleteTrack,
  nextWritableLbaOf,
  type TrackInformation,
  trackIfKnown,
  trackInformation,
} from './disc-queries.ts';
import { DISC_STATUS_NAMES, SESSION_STATE_NAMES } from './disc-words.ts';
import type { Drive } from './drive.ts';
import { isPlausibleState } from './plausible.ts';
import { requireDrive } from './require-drive.ts';
import { trackState } from './track-state.ts';

export type { BlockMedium, WriteModel } from './block-medium.ts';
export type { DiscState, TrackState } from './disc.ts';
export {
  discInformation,
  incompleteTrack,
  nextWritableLbaOf,
  type TrackInformation,
  trackInformation,
} from './disc-queries.ts';
export { trackState } from './track-state.ts';

/** The options of {@link readDiscState}. */
export interface ReadDiscStateOptions {
  /**
   * Fail when the drive refuses to describe a track that READ DISC INFORMATION counts, instead of leaving it out. Default
   * false.
   */
  readonly everyTrack?: boolean | undefined;
  /** No more commands are sent once it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

const OPTIONS: OptionNames<ReadDiscStateOptions> = { everyTrack: 'switch', signal: true };

/** How often a disc is looked at whose replies contradict one another, unless they are the same twice. */
const MOST_LOOKS = 3;

/**
 * Asks the drive for everything in {@link DiscState}; if the replies contradict one another, again.
 * @throws SenseError 2/3A/xx without a disc; 5/xx for a track, with `everyTrack`; TransportError, OptionsError; the signal's reason
 * @example
 * ```ts
 * const { status, freeBlocks } = await readDiscState(drive, { signal: AbortSignal.timeout(30_000) });
 * ```
 */
export async function readDiscState(drive: Drive, options: ReadDiscStateOptions = {}): Promise<DiscState> {
  requireDrive('readDiscState()', drive);
  requireKnownOptions('readDiscState()', options, OPTIONS);
  let before: string | undefined;
  for (let looks = 1; ; looks++) {
    const { state, plausible } = await lookAtDisc(drive, options);
    const now = JSON.stringify(state);
    if (plausible || now === before || looks === MOST_LOOKS) return state;
    before = now;
  }
}

type DiscInformation = Awaited<ReturnType<typeof discInformation>>;

interface Look {
  readonly state: DiscState;
  readonly plausible: boolean;
}

async function lookAtDisc(drive: Drive, { everyTrack = false, signal }: ReadDiscStateOptions): Promise<Look> {
  const known = knownProfile(drive);
  if (isBlockMedium(known))
    return { state: await blockDiscState(drive, known, { everyTrack, signal }), plausible: true };
  const disc = await discInformation(drive, { signal });
  const status = DISC_STATUS_NAMES[disc.discStatus];
  const { tracks, last } = status === 'blank' ? NO_TRACK : await readTracks(drive, disc, { everyTrack, signal });
  const writable =
    status === 'blank' || status === 'appendable'
      ? await incompleteTrack(drive, tracks.at(-1)?.number ?? disc.lastTrackInLastSession, { signal })
      : undefined;
  if (known === undefined && looksLikeBlockMedium(status !== 'appendable', writable ?? last)) {
    const profile = await currentProfile(drive);
    if (isBlockMedium(profile))
      return { state: await blockDiscState(drive, profile, { everyTrack, signal }), plausible: true };
  }
  const state: DiscState = {
    status,
    lastSession: SESSION_STATE_NAMES[disc.lastSessionState],
    erasable: disc.erasable,
    sessions: new Set(tracks.map((track) => track.session)).size,
    tracks,
    nextTrack: writable === undefined ? null : nextTrackNumber(writable, disc, tracks),
    nextWritableLba: writable === undefined ? null : nextWritableLbaOf(writable),
    freeBlocks: writable?.freeBlocks ?? null,
  };
  const { from, to, certain } = trackNumbers(disc);
  const expected = status === 'blank' || !certain ? NO_TRACKS : { first: from, last: lastCounted(disc, to) };
  return { state, plausible: isPlausibleState(state, expected) };
}

const NO_TRACKS = { first: 1, last: 0 };
const NO_TRACK: Tracks = { tracks: [], last: undefined };

interface Tracks {
  readonly tracks: readonly TrackState[];
  readonly last: TrackInformation | undefined;
}

/** The last number of a disc that is not complete may be that of the track that is written next. */
const lastCounted = ({ discStatus }: DiscInformation, last: number): number =>
  discStatus === DiscStatus.Complete ? last : last - 1;

/** Where READ DISC INFORMATION names impossible numbers, all of them are possible. */
function trackNumbers({ firstTrack, lastTrackInLastSession }: DiscInformation) {
  const first = Math.max(1, firstTrack);
  const certain = first <= lastTrackInLastSession && lastTrackInLastSession <= MOST_TRACKS;
  return certain ? { from: first, to: lastTrackInLastSession, certain } : { from: 1, to: MOST_TRACKS, certain };
}

/**
 * The number that the drive gives to the incomplete track: discs may begin with another track than 1, and have reserved
 * tracks that are still empty. Counted only where the drive names an impossible one.
 */
function nextTrackNumber(
  { track }: TrackInformation,
  { firstTrack, lastTrackInLastSession }: DiscInformation,
  tracks: readonly TrackState[],
): number {
  const last = tracks.at(-1);
  const least = last === undefined ? 1 : last.open ? last.number : last.number + 1;
  const named = [track, lastTrackInLastSession].find((number) => isTrackNumber(number) && number >= least);
  return named ?? (last === undefined && isTrackNumber(firstTrack) ? firstTrack : least);
}

/**
 * Tracks by their numbers. Where the numbers from READ DISC INFORMATION are impossible, they are counted from 1 to the
 * last one that the drive knows.
 */
async function readTracks(
  drive: Drive,
  disc: DiscInformation,
  { everyTrack, signal }: ReadDiscStateOptions,
): Promise<Tracks> {
  const { from, to, certain } = trackNumbers(disc);
  const tracks: TrackState[] = [];
  let last: TrackInformation | undefined;
  for (let number = from; number <= to; number++) {
    const counted = certain && number <= lastCounted(disc, to);
    const track = await (everyTrack && counted ? trackInformation : trackIfKnown)(drive, number, { signal });
    const end = track === undefined || track.blank || (track.track !== 0 && track.track !== number);
    if (end && !certain) break;
    if (track === undefined || track.blank) continue;
    tracks.push(trackState(number, track));
    last = track;
  }
  return { tracks, last };
}

/** The numbers of the sessions that are closed, and so can be played, as far as they hold tracks. */
export function closedSessions({ status, lastSession, tracks }: DiscState): number[] {
  const numbers = [...new Set(tracks.map(({ session }) => session))];
  return status === 'appendable' && lastSession !== 'empty' ? numbers.slice(0, -1) : numbers;
}

function playabilityInWords(state: DiscState): string {
  const closed = closedSessions(state);
  if (closed.length === 0) return 'it is not playable until its session is closed';
  const open = state.tracks.at(-1)?.session;
  const playable = closed.length === 1 ? `session ${closed[0]} is` : `sessions ${closed.join(', ')} are`;
  return `${playable} playable, session ${open} is not until it is closed`;
}

/** The disc's state in one sentence, for reports and errors. */
export function discStateInWords(state: DiscState): string {
  if (state.medium !== undefined) return blockDiscInWords(state, state.medium);
  const open = state.tracks.filter((track) => track.open);
  const damaged = state.tracks.filter((track) => track.damaged && !track.open);
  const cutOff = state.tracks.filter((track) => track.cutOffBlocks !== undefined && !track.damaged && !track.open);
  const closed = state.tracks.length - open.length - damaged.length - cutOff.length;
  const tracks = closed === 0 ? 'no complete tracks' : closed === 1 ? '1 complete track' : `${closed} complete tracks`;
  const tail = [
    ...damaged.map(({ number, lengthBlocks }) => `, and track ${number} is damaged (${lengthBlocks} blocks)`),
    ...cutOff.map(({ number, cutOffBlocks }) => `, and track ${number} is cut off (${cutOffBlocks} blocks)`),
    ...open
      .slice(0, 1)
      .map(({ number, lengthBlocks }) => `, and track ${number} is unfinished (${lengthBlocks} blocks)`),
  ].join('');
  const unclosed = state.lastSession === 'damaged' ? "The disc's last session is damaged" : 'The disc is open';
  switch (state.status) {
    case 'blank':
      return 'The disc is blank';
    case 'complete':
      return `The disc is complete: ${tracks}${tail}, nothing can be added`;
    case 'appendable':
      return state.lastSession === 'empty'
        ? `The disc is playable, and more sessions can be added: ${tracks}${tail}`
        : `${unclosed}: ${tracks}${tail}; ${playabilityInWords(state)}`;
    default:
      return `The drive reports an unusual disc state: ${tracks}${tail}`;
  }
}
