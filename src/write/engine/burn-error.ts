import { type DiscState, discStateInWords } from '../../drive/disc-state.ts';

/** What the recipe was doing. */
export type BurnPhase =
  | 'planning'
  | 'preparing'
  | 'calibrating'
  | 'writing'
  | 'flushing'
  | 'closing the track'
  | 'closing the session'
  | 'blanking'
  | 'verifying';

export interface BurnErrorDetails {
  readonly phase: BurnPhase;
  readonly reason: string;
  /** What to do next. */
  readonly remedy: string;
  readonly track?: number;
  /** The first block that is not safely on the disc. */
  readonly lba?: number;
  /** The disc as it was found after the failure; undefined when the drive no longer answered. */
  readonly disc?: DiscState | undefined;
  readonly cause?: unknown;
}

/** A burn, or a step of it, failed. Says what failed, what state the disc is in now and what to do next. */
export class BurnError extends Error {
  override readonly name = 'BurnError';
  readonly phase: BurnPhase;
  readonly track: number | undefined;
  readonly lba: number | undefined;
  readonly disc: DiscState | undefined;
  readonly remedy: string;

  constructor(details: BurnErrorDetails) {
    const { phase, reason, remedy, track, lba, disc } = details;
    const place = [track === undefined ? '' : ` track ${track}`, lba === undefined ? '' : ` at LBA ${lba}`].join('');
    const state = disc === undefined ? '' : ` ${discStateInWords(disc)}.`;
    super(
      `${phase}${phase.endsWith('track') && track !== undefined ? ` ${track}` : place}: ${reason}.${state} ${remedy}`,
      {
        cause: details.cause,
      },
    );
    this.phase = phase;
    this.track = track;
    this.lba = lba;
    this.disc = disc;
    this.remedy = remedy;
  }
}

/** The source of a track failed while it was being read. What had been written by then is closed as a shorter track. */
export class SourceError extends Error {
  override readonly name = 'SourceError';

  constructor(source: string, cause: unknown) {
    super(`${source} could not be read to its end: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}

export const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
