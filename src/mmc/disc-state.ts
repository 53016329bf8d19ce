import { SenseKey } from '../scsi/sense.ts';
import { SenseError } from '../scsi/sense-error.ts';
import { DiscStatus, readDiscInformation, SessionState } from './commands/read-disc-information.ts';
import { INCOMPLETE_TRACK, readTrackInformation, TrackAddressType } from './commands/read-track-information.ts';
import type { Drive } from './drive.ts';

/** One track as READ TRACK INFORMATION tells it. */
export interface TrackState {
  readonly number: number;
  readonly session: number;
  readonly startLba: number;
  /** Recorded length; some drives count the two run-out blocks of a Track-At-Once track in. */
  readonly lengthBlocks: number;
  readonly kind: 'audio' | 'data';
  /** Written to but not closed: more may follow, and CLOSE SESSION would be refused. */
  readonly open: boolean;
  /** The drive says that the track was broken off and not repaired. */
  readonly damaged: boolean;
}

/** What is on the disc now, asked of the drive. */
export interface DiscState {
  readonly status: 'blank' | 'appendable' | 'complete' | 'other';
  readonly lastSession: 'empty' | 'incomplete' | 'damaged' | 'complete';
  readonly erasable: boolean;
  /** Sessions that hold at least one track. */
  readonly sessions: number;
  readonly tracks: readonly TrackState[];
  /** Where the next WRITE must begin; null when nothing can be written any more. */
  readonly nextWritableLba: number | null;
  /** Blocks that the next track may still have; null when nothing can be written any more. */
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

/** Bit 2 of the CONTROL nibble: a data track (MMC-5 table 667). */
const isDataTrack = (trackMode: number): boolean => Math.floor(trackMode / 4) % 2 === 1;

const TRACK_INFORMATION_BYTES = 36;
const DISC_INFORMATION_BYTES = 34;

/** READ DISC INFORMATION. Throws SenseError 2/3A/xx without a disc. */
export const discInformation = (drive: Drive) =>
  drive.execute(readDiscInformation({ allocationLength: DISC_INFORMATION_BYTES }));

/** READ TRACK INFORMATION of a track by number, {@link INCOMPLETE_TRACK} being the one that is written next. */
export const trackInformation = (drive: Drive, track: number) =>
  drive.execute(
    readTrackInformation({
      addressType: TrackAddressType.Track,
      address: track,
      allocationLength: TRACK_INFORMATION_BYTES,
    }),
  );

export type TrackInformation = Awaited<ReturnType<typeof trackInformation>>;

/**
 * The track that is written next: by number FFh, or by the last track's number for drives that do not know FFh. Undefined
 * when the drive has none (a complete disc).
 */
export async function incompleteTrack(drive: Drive, lastTrack?: number): Promise<TrackInformation | undefined> {
  for (const number of lastTrack === undefined ? [INCOMPLETE_TRACK] : [INCOMPLETE_TRACK, lastTrack]) {
    try {
      const track = await trackInformation(drive, number);
      if (track.nextWritableValid || track.blank) return track;
    } catch (error) {
      if (!(error instanceof SenseError && error.sense.key === SenseKey.IllegalRequest)) throw error;
    }
  }
  return undefined;
}

/** The address of the next WRITE; some drives say -150 on a blank disc and mean the track's start. */
export const nextWritableLbaOf = (track: TrackInformation): number => Math.max(track.nextWritableLba, track.startLba);

/** Asks the drive for everything that {@link DiscState} tells. Throws SenseError 2/3A/xx without a disc. */
export async function readDiscState(drive: Drive): Promise<DiscState> {
  const disc = await discInformation(drive);
  const status = STATUS[disc.discStatus];
  const tracks: TrackState[] = [];
  if (status !== 'blank') {
    for (let number = Math.max(1, disc.firstTrack); number <= disc.lastTrackInLastSession; number++) {
      const track = await trackInformation(drive, number);
      if (!track.blank) tracks.push(trackState(number, track));
    }
  }
  const writable =
    status === 'blank' || status === 'appendable'
      ? await incompleteTrack(drive, disc.lastTrackInLastSession)
      : undefined;
  return {
    status,
    lastSession: SESSION[disc.lastSessionState],
    erasable: disc.erasable,
    sessions: new Set(tracks.map((track) => track.session)).size,
    tracks,
    nextWritableLba: writable === undefined ? null : nextWritableLbaOf(writable),
    freeBlocks: writable?.freeBlocks ?? null,
  };
}

function trackState(number: number, track: TrackInformation): TrackState {
  const open = track.nextWritableValid;
  return {
    number,
    session: track.session,
    startLba: track.startLba,
    lengthBlocks: open ? Math.max(0, track.nextWritableLba - track.startLba) : track.lengthBlocks,
    kind: isDataTrack(track.trackMode) ? 'data' : 'audio',
    open,
    damaged: track.damage,
  };
}

/** One sentence on what the disc is now, for reports and errors. */
export function discStateInWords(state: DiscState): string {
  const open = state.tracks.filter((track) => track.open);
  const closed = state.tracks.length - open.length;
  const tracks = closed === 0 ? 'no complete track' : closed === 1 ? '1 complete track' : `${closed} complete tracks`;
  const tail =
    open.length === 0 ? '' : `, and track ${open[0]?.number} is unfinished (${open[0]?.lengthBlocks} blocks)`;
  switch (state.status) {
    case 'blank':
      return 'The disc is blank';
    case 'complete':
      return `The disc is complete: ${tracks}, nothing can be added`;
    case 'appendable':
      return state.lastSession === 'empty'
        ? `The disc plays and more sessions can follow: ${tracks}${tail}`
        : `The disc is open: ${tracks}${tail}; it does not play until its session is closed`;
    default:
      return `The drive calls the disc's state unusual: ${tracks}${tail}`;
  }
}
