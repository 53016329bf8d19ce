import type { BlockMedium } from './block-medium.ts';

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
  /** Sessions that hold at least one track. Of DVD-R a session is the tracks between two border zones. */
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
  /** What a DVD or BD has and a CD does not; absent for a CD. */
  readonly medium?: BlockMedium;
}
