import type { CloseFunction } from '../../mmc/commands/close-track-session.ts';
import type { FormatType } from '../../mmc/commands/format-unit.ts';
import type { DiscStatus, SessionState } from '../../mmc/commands/read-disc-information.ts';
import type { CapacityType } from '../../mmc/commands/read-format-capacities.ts';
import type { BlocksToWrite, TimedEffect, WritePath } from '../core.ts';
import type { BlockDisc } from '../media/block-disc/block-disc.ts';

export type BlockPath = WritePath<BlockDisc>;

/** What a disc says about itself as a whole (MMC-6 6.21.3). */
export interface DiscFacts {
  readonly status: DiscStatus;
  readonly lastSessionState: SessionState;
  /** Those that are not closed yet included. */
  readonly sessions: number;
  readonly firstTrackInLastSession: number;
  readonly lastTrackInLastSession: number;
  /** 0 none, 1 begun and not running, 2 running, 3 complete (MMC-6 table 367). */
  readonly backgroundFormat?: number;
  /** How much of a background format is done, from 0 to 1. */
  readonly progress?: number;
}

/** A track as READ TRACK INFORMATION describes it (MMC-6 6.26). */
export interface TrackFacts {
  readonly number: number;
  readonly session: number;
  readonly startLba: number;
  readonly lengthBlocks: number;
  readonly blank?: boolean;
  readonly reserved?: boolean;
  readonly damaged?: boolean;
  /** Written piece by piece, rather than at once. */
  readonly packet: boolean;
  readonly fixedPacket?: boolean;
  /** Undefined if nothing can be written to it in order. */
  readonly nextWritableLba?: number | undefined;
  readonly freeBlocks: number;
  readonly lastRecordedLba?: number | undefined;
  /** It is the one that track number FFh means. */
  readonly invisible?: boolean;
}

/** A format that a disc can have. */
export interface FormatFacts {
  readonly formatType: FormatType;
  readonly blocks: number;
  /** See `formattableCapacity`. */
  readonly parameter: number;
}

/** What FORMAT UNIT is asked for. */
export interface FormatRequest extends FormatFacts {
  readonly subType: number;
  readonly immediate: boolean;
  /** DCRT: the drive must not verify all blocks first. */
  readonly certificationDisabled: boolean;
}

/** What RESERVE TRACK asks for: so many blocks, or all up to where the next track is to begin. */
export type Reservation = { readonly lengthBlocks: number } | { readonly nextLba: number };

/**
 * How discs of one kind are written: what each command does to them. The methods throw CheckCondition for what cannot be
 * done, before anything is changed.
 */
export interface MediaFamily {
  information(path: BlockPath): DiscFacts;
  /** All tracks, also the one that the next WRITE begins. In the order of their numbers. */
  tracks(path: BlockPath): readonly TrackFacts[];
  /** READ CAPACITY: blocks that can be read, up to the last of them. */
  readableBlocks(disc: BlockDisc): number;
  /** Whether the drive answers a READ of this block with zeros although it was not written. */
  readsAsZeros(disc: BlockDisc, lba: number): boolean;
  /** The disc as it is or could be, and the formats that it can have (MMC-6 6.23). */
  formats(disc: BlockDisc): {
    readonly capacityType: CapacityType;
    readonly blocks: number;
    readonly list: readonly FormatFacts[];
  };
  write(path: BlockPath, blocks: BlocksToWrite): Promise<void>;
  /** SYNCHRONIZE CACHE. */
  flush(path: BlockPath): TimedEffect;
  close(path: BlockPath, closeFunction: CloseFunction, track: number): TimedEffect;
  reserve(path: BlockPath, reservation: Reservation): TimedEffect;
  blank(path: BlockPath, blankingType: number): TimedEffect;
  format(path: BlockPath, request: FormatRequest): TimedEffect;
}
