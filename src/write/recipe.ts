import type { CdTextBlock } from '../cd/cd-text/index.ts';
import type { DiscState } from '../drive/disc-state.ts';
import type { Drive } from '../drive/drive.ts';
import type { DescribeFinding } from '../drive/reset-watch.ts';
import type { Ending } from './ending.ts';
import type { BookTypeChoice } from './engine/book-type.ts';
import type { BurnProgress, VerifyProgress } from './engine/progress.ts';
import type { Extent, SentTrack } from './engine/send-extent.ts';
import type { CutOff } from './engine/send-unit.ts';
import type { TrackFormat } from './engine/track-format.ts';
import type { TrackSource } from './engine/track-source.ts';
import type { TrackComparison } from './verify/compare-track.ts';

/** One track to be written. */
export interface TrackPlan {
  readonly number: number;
  readonly source: TrackSource;
  readonly format: TrackFormat;
  /** The source's blocks, and zeros up to the shortest track. */
  readonly lengthBlocks: number;
}

/** What a recipe may refuse before the drive is touched. */
export interface RecipeRequest {
  readonly ending: Ending;
  /** Whether the disc will have a session by then. */
  readonly afterSession?: boolean;
}

/** What is written in one go: at least one. */
export type Unit<T> = readonly [T, ...T[]];

/** The session that is being written, as a recipe sees it. */
export interface WriteJob {
  readonly drive: Drive;
  /** The disc as it was found. */
  readonly discBefore: DiscState;
  readonly ending: Ending;
  readonly testWrite: boolean;
  readonly bufferUnderrunFree: boolean;
  /** Of DVD+R and DVD+RW. */
  readonly bookType?: BookTypeChoice | undefined;
  /** Of DVD-RAM and BD. */
  readonly streaming?: boolean | undefined;
  /** 13 digits. */
  readonly catalogueNumber: string | undefined;
  readonly cdText: readonly CdTextBlock[] | undefined;
  /** The speed that the drive reports, in units of 1,000 bytes a second; undefined when it does not. */
  readonly writeKBps: number | undefined;
  /** Ends waits before the next WRITE. */
  readonly signal?: AbortSignal | undefined;
  /** Tracks that are on the disc and were read back, in order. */
  readonly tracks: readonly SentTrack[];
  /** Set when the last unit was not sent to its end. */
  readonly cutOff: CutOff | undefined;
  /** The address after the last block that the drive has accepted: any lower one is an address not updated yet. */
  readonly endOfWrittenLba: number;
  /** Has the drive calibrate its laser power, once per session and never for a test write. */
  calibrate(): Promise<void>;
}

/** What verification found, if it compared. */
export type Verified = TrackComparison | undefined;

/** How much is read back after a burn: see {@link BurnOptions.verify}. */
export type VerifyLevel = 'none' | 'quick' | 'full';

/**
 * One way of writing, on the media that it is made for: the order of commands. {@link WriteSession} does everything
 * else (holding the drive, the queue of WRITEs, cancelling, errors with the state of the disc).
 * @typeParam Prepared what {@link Recipe.prepare} found out and the later steps need, if anything
 */
export interface Recipe<Prepared = unknown> {
  /** For messages: `Track-At-Once`. */
  readonly name: string;
  /** The kinds of disc that it writes. */
  readonly profiles: readonly number[];
  /** What is written in one go, between {@link prepare} and {@link end}: each track by itself, or all of a session. */
  readonly unit: 'track' | 'session';
  /**
   * Checks the disc in the drive and throws when it is not suitable.
   * @throws BurnError of phase `planning`; SenseError 2/3A/xx without a disc
   */
  checkMedium(drive: Drive): Promise<DiscState>;
  /**
   * Decides which source becomes which track, and whether all of them fit. Sends nothing to the drive.
   * @throws BurnError of phase `planning`
   */
  plan(sources: readonly TrackSource[], disc: DiscState): TrackPlan[];
  /**
   * Asks the drive whether it accepts this way of writing for these tracks, where not every recorder does: page 05h
   * alone. Writes nothing.
   * @throws BurnError of phase `preparing`
   */
  checkDrive?(drive: Drive, sources: readonly TrackSource[], ending: Ending): Promise<void>;
  /**
   * Checks what was asked for, before the drive is touched: endings that this way of writing does not have.
   * @throws BurnError of phase `planning`
   */
  checkRequest?(request: RecipeRequest): void;
  /**
   * What to do after a WRITE failed, where this way of writing decides it; undefined where the disc does.
   * @param disc as it was found after the failure; undefined where it could not be examined
   */
  remedy?(disc: DiscState | undefined, cutOff: CutOff): string | undefined;
  /** Prepares the drive for the WRITEs of a unit: page 05h, calibration, cue sheet, reservation, format. */
  prepare(job: WriteJob, unit: Unit<TrackPlan>): AsyncGenerator<BurnProgress, Prepared>;
  /**
   * Where the blocks of a unit go, as the drive reports after {@link prepare}: its tracks, and gaps that the host must
   * write.
   * @throws BurnError of phase `preparing` when there is no room
   */
  extents(job: WriteJob, unit: Unit<TrackPlan>, prepared: Prepared): Promise<Unit<Extent>>;
  /**
   * Checks that a track is on the disc as it was sent, where what READ TRACK INFORMATION says of it differs from a CD's.
   * @throws BurnError of phase `verifying`
   */
  checkTrack?(drive: Drive, sent: SentTrack, describe: DescribeFinding): Promise<void>;
  /** Ends what was sent of a unit: the flush, and CLOSE TRACK where it needs one. */
  end(job: WriteJob, sent: readonly SentTrack[], prepared: Prepared): AsyncGenerator<BurnProgress, void>;
  /**
   * Closes the session as the ending says, and checks the disc.
   * @param prepared for the last unit; undefined when that failed
   * @returns the disc as it is now
   */
  finish(job: WriteJob, prepared: Prepared | undefined): AsyncGenerator<BurnProgress, DiscState>;
  /** Reads a written track back and compares it with what was sent. Throws BurnError of phase `verifying`. */
  verify(
    drive: Drive,
    sent: SentTrack,
    source: TrackSource,
    level: Exclude<VerifyLevel, 'none'>,
  ): AsyncGenerator<VerifyProgress, Verified>;
}
