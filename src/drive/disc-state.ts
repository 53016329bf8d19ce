import { decodeControl } from '../cd/control.ts';
import { isTrackNumber, MOST_TRACKS } from '../cd/geometry.ts';
import { DiscStatus, readDiscInformation, SessionState } from '../mmc/commands/read-disc-information.ts';
import { INCOMPLETE_TRACK, readTrackInformation, TrackAddressType } from '../mmc/commands/read-track-information.ts';
import { askUntilPlausible } from './ask.ts';
import { isRefusal } from './bad-answer.ts';
import type { Drive } from './drive.ts';
import { isPlausibleDisc, isPlausibleState, isPlausibleTrack } from './plausible.ts';
import { requireDrive } from './require-drive.ts';

/** One track, as READ TRACK INFORMATION reports it. */
export interface TrackState {
  readonly number: number;
  readonly session: number;
  readonly startLba: number;
  /** Recorded length; some drives include the two run-out blocks of a Track-At-Once track. */
  readonly lengthBlocks: number;
  readonly kind: 'audio' | 'data';
  /** The CONTROL nibble of its Q channel (MMC-5 table 667). */
  readonly control: number;
  /** 1 or 2 for a data track; 15 for audio and where the drive does not know (MMC-5 table 440). */
  readonly dataMode: number;
  /** Written to but not closed: more may follow, and CLOSE SESSION would be refused. */
  readonly open: boolean;
  /** The drive says that the track was interrupted and not repaired. */
  readonly damaged: boolean;
  /**
   * How many blocks of what was to be written are in it, if the burn that reports it ended the track early. Unknown to
   * drives, which take such a track for complete.
   */
  readonly cutOffBlocks?: number;
}

/** What is on the disc now, according to the drive. */
export interface DiscState {
  readonly status: 'blank' | 'appendable' | 'complete' | 'other';
  readonly lastSession: 'empty' | 'incomplete' | 'damaged' | 'complete';
  readonly erasable: boolean;
  /** Sessions that hold at least one track. */
  readonly sessions: number;
  readonly tracks: readonly TrackState[];
  /** The number that the next track gets; null when nothing more can be written. */
  readonly nextTrack: number | null;
  /** Where the next WRITE must begin; null when nothing more can be written. */
  readonly nextWritableLba: number | null;
  /**
   * Blocks that are free for the next track, as READ TRACK INFORMATION reports them; null when nothing more can be written.
   * Drives count the two run-out blocks after a Track-At-Once track in or not (MMC-5 6.27: "user data blocks").
   */
  readonly freeBlocks: number | null;
}

const STATUS = {
  [DiscStatus.Blank]: 'blank',
  [DiscStatus.Appendable]: 'appendable',
  [DiscStatus.Complete]: 'complete',
  [DiscStatus.Other]: 'other',
} as const;
const SESSION = {
  [SessionState.Empty]: 'empty',
  [SessionState.Incomplete]: 'incomplete',
  [SessionState.Damaged]: 'damaged',
  [SessionState.Complete]: 'complete',
} as const;

const TRACK_INFORMATION_BYTES = 36;
const DISC_INFORMATION_BYTES = 34;

/** READ DISC INFORMATION. Throws SenseError 2/3A/xx without a disc. */
export const discInformation = (drive: Drive) =>
  askUntilPlausible(drive, readDiscInformation({ allocationLength: DISC_INFORMATION_BYTES }), isPlausibleDisc);

/** READ TRACK INFORMATION of a track by number; {@link INCOMPLETE_TRACK} is the one that is written next. */
export const trackInformation = (drive: Drive, track: number) =>
  askUntilPlausible(
    drive,
    readTrackInformation({
      addressType: TrackAddressType.Track,
      address: track,
      allocationLength: TRACK_INFORMATION_BYTES,
    }),
    (reply) => isPlausibleTrack(reply, track),
  );

export type TrackInformation = Awaited<ReturnType<typeof trackInformation>>;

/** The same, or undefined for a number that the drive does not know. */
async function trackIfKnown(drive: Drive, track: number): Promise<TrackInformation | undefined> {
  try {
    return await trackInformation(drive, track);
  } catch (error) {
    if (isRefusal(error)) return undefined;
    throw error;
  }
}

/**
 * The track that is written next: under number FFh, or for drives that do not know FFh under the number of the last
 * track or the one after it. Undefined when the drive has none (a complete disc).
 */
export async function incompleteTrack(drive: Drive, lastTrack?: number): Promise<TrackInformation | undefined> {
  const numbers = lastTrack === undefined ? [] : [lastTrack, lastTrack + 1];
  for (const number of [INCOMPLETE_TRACK, ...numbers.filter(isTrackNumber)]) {
    const track = await trackIfKnown(drive, number);
    if (track !== undefined && (track.nextWritableValid || track.blank)) return track;
  }
  return undefined;
}

/**
 * The address of the next WRITE. On a blank disc some drives report -150 and mean the track's start, which is at least
 * 0.
 */
export const nextWritableLbaOf = (track: TrackInformation): number =>
  Math.max(track.nextWritableLba, track.startLba, 0);

export interface ReadDiscStateOptions {
  /**
   * Fail when the drive refuses to describe a track that READ DISC INFORMATION counts, instead of leaving it out. Default
   * false.
   */
  readonly everyTrack?: boolean;
}

/** How often a disc is looked at whose replies contradict one another, unless they are the same twice. */
const MOST_LOOKS = 3;

/**
 * Asks the drive for everything in {@link DiscState}; if the replies contradict one another, again.
 * @throws SenseError 2/3A/xx without a disc; 5/xx for a track, with `everyTrack`
 */
export async function readDiscState(
  drive: Drive,
  { everyTrack = false }: ReadDiscStateOptions = {},
): Promise<DiscState> {
  requireDrive('readDiscState()', drive);
  let before: string | undefined;
  for (let looks = 1; ; looks++) {
    const { state, plausible } = await lookAtDisc(drive, everyTrack);
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

async function lookAtDisc(drive: Drive, everyTrack: boolean): Promise<Look> {
  const disc = await discInformation(drive);
  const status = STATUS[disc.discStatus];
  const tracks = status === 'blank' ? [] : await readTracks(drive, disc, everyTrack);
  const writable =
    status === 'blank' || status === 'appendable'
      ? await incompleteTrack(drive, tracks.at(-1)?.number ?? disc.lastTrackInLastSession)
      : undefined;
  const state: DiscState = {
    status,
    lastSession: SESSION[disc.lastSessionState],
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
async function readTracks(drive: Drive, disc: DiscInformation, everyTrack: boolean): Promise<TrackState[]> {
  const { from, to, certain } = trackNumbers(disc);
  const tracks: TrackState[] = [];
  for (let number = from; number <= to; number++) {
    const counted = certain && number <= lastCounted(disc, to);
    const track = await (everyTrack && counted ? trackInformation : trackIfKnown)(drive, number);
    const end = track === undefined || track.blank || (track.track !== 0 && track.track !== number);
    if (end && !certain) break;
    if (track !== undefined && !track.blank) tracks.push(trackState(number, track));
  }
  return tracks;
}

/** A track that is not blank, as READ TRACK INFORMATION has described it. */
export function trackState(number: number, track: TrackInformation): TrackState {
  const open = track.nextWritableValid;
  return {
    number,
    session: track.session,
    startLba: track.startLba,
    lengthBlocks: open ? Math.max(0, track.nextWritableLba - track.startLba) : track.lengthBlocks,
    kind: decodeControl(track.trackMode).kind,
    control: track.trackMode,
    dataMode: track.dataMode,
    open,
    damaged: track.damage,
  };
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
