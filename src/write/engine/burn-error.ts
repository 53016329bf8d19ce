import { type DiscState, discStateInWords } from '../../drive/disc-state.ts';
import { reportsNoDisc, reportsReset } from '../../drive/medium-change.ts';
import { StillBusyError } from '../../drive/ready.ts';
import { thrownInWords } from '../../error-words.ts';
import { errorInJson } from '../../json-values.ts';
import { isSense, SenseKey } from '../../scsi/sense.ts';
import { SenseError } from '../../scsi/sense-error.ts';
import { TransportError } from '../../transport/transport-error.ts';
import type { BurnErrorCode } from './burn-error-code.ts';
import type { SessionPart } from './progress.ts';

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
  | 'formatting'
  | 'verifying';

/** What a {@link BurnError} is made of. */
export interface BurnErrorDetails {
  readonly phase: BurnPhase;
  /** Decided by the cause and the phase unless given. */
  readonly code?: BurnErrorCode;
  readonly reason: string;
  /** What to do next. */
  readonly remedy: string;
  readonly track?: number;
  /** What was being written, where it is not the track itself. */
  readonly part?: SessionPart | undefined;
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
  /** The kind of failure, for programs. */
  readonly code: BurnErrorCode;
  /** The track, or the one that the pregap belongs to; undefined for a step without one. */
  readonly track: number | undefined;
  /** What was being written, where it is not a track: undefined for a track and for other steps. */
  readonly part: SessionPart | undefined;
  /** The first block that is not safely on the disc; undefined for a step without blocks. */
  readonly lba: number | undefined;
  readonly disc: DiscState | undefined;
  readonly remedy: string;
  readonly #details: BurnErrorDetails;

  constructor(details: BurnErrorDetails) {
    const { phase, reason, remedy, track, part, lba, disc } = details;
    const state = disc === undefined ? '' : ` ${discStateInWords(disc)}.`;
    super(`${stepInWords(details)}${reason}.${state} ${remedy}`, { cause: details.cause });
    this.#details = details;
    this.phase = phase;
    this.code = details.code ?? codeOf(details);
    this.track = track;
    this.part = part;
    this.lba = lba;
    this.disc = disc;
    this.remedy = remedy;
  }

  /** The same failure, with more details from a caller that knows more. */
  with(details: Partial<BurnErrorDetails>): BurnError {
    return new BurnError({ ...this.#details, code: this.code, ...details });
  }

  /** The message, its details and its cause as plain data, for logs. */
  toJSON(): Record<string, unknown> {
    return errorInJson(this);
  }
}

/**
 * `writing track 2 at LBA 300: `, `writing the lead-out at LBA 1210: `; nothing before writing has begun, when a refusal
 * speaks for itself.
 */
function stepInWords({ phase, track, part, lba }: BurnErrorDetails): string {
  if (phase === 'planning' && track === undefined) return '';
  if (phase.endsWith('track') && track !== undefined) return `${phase} ${track}: `;
  const of = part === undefined ? '' : track === undefined ? ` the ${part}` : ` the ${part} of`;
  const place = [of, track === undefined ? '' : ` track ${track}`, lba === undefined ? '' : ` at LBA ${lba}`].join('');
  return `${phase}${place}: `;
}

/** The source of a track failed while it was being read. What had been written by then is closed as a shorter track. */
export class SourceError extends Error {
  override readonly name = 'SourceError';

  constructor(source: string, cause: unknown) {
    super(`${source} could not be read to its end: ${thrownInWords(cause)}`, { cause });
  }

  /** The message, its details and its cause as plain data, for logs. */
  toJSON(): Record<string, unknown> {
    return errorInJson(this);
  }
}

export const messageOf = (error: unknown): string => thrownInWords(error).replace(/\.$/, '');

/** The code of a failure in a phase if the cause does not decide it. */
const CODES: Readonly<Record<BurnPhase, BurnErrorCode>> = {
  planning: 'INVALID_REQUEST',
  preparing: 'PREPARATION_FAILED',
  calibrating: 'CALIBRATION_FAILED',
  writing: 'WRITE_FAILED',
  flushing: 'FLUSH_FAILED',
  'closing the track': 'CLOSE_TRACK_FAILED',
  'closing the session': 'CLOSE_SESSION_FAILED',
  blanking: 'ERASE_FAILED',
  formatting: 'FORMAT_FAILED',
  verifying: 'CHECK_FAILED',
};

const codeOf = ({ cause, phase }: BurnErrorDetails): BurnErrorCode => codeOfCause(cause) ?? CODES[phase];

function codeOfCause(cause: unknown): BurnErrorCode | undefined {
  if (cause instanceof SourceError) return 'SOURCE_FAILED';
  if (cause instanceof StillBusyError) return 'STILL_BUSY';
  if (cause instanceof TransportError && cause.kind === 'timeout') return 'NO_ANSWER';
  if (cause instanceof TransportError && (cause.kind === 'gone' || cause.kind === 'closed')) return 'DRIVE_GONE';
  if (!(cause instanceof SenseError)) return undefined;
  if (reportsReset(cause)) return 'RESET';
  if (reportsNoDisc(cause)) return 'NO_DISC';
  // Write error, loss of streaming.
  return isSense(cause.sense, SenseKey.MediumError, 0x0c, 0x09) ? 'BUFFER_UNDERRUN' : undefined;
}
