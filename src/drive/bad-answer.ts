import { DecodeError } from '../codec/index.ts';
import { IncompleteTransferError } from '../scsi/incomplete-transfer.ts';
import { isSense, SenseKey } from '../scsi/sense.ts';
import { SenseError, StatusError } from '../scsi/sense-error.ts';
import { TRANSIENT_STATUSES } from '../transport/sam.ts';
import { TransportError } from '../transport/transport-error.ts';
import { isUnitAttention, reportsNoDisc } from './medium-change.ts';
import { TRANSIENT_QUALIFIERS } from './while-working.ts';

const CAUSE_NOT_REPORTABLE = 0x00;
/** Five seconds, as in a wait for readiness: a drive that is not ready and does not say why may still be at work. */
const REASONLESS_ANSWERS = 6;

/** True for the senses that mean "busy, ask again". */
export function isStillBusy(error: unknown): error is SenseError {
  return (
    error instanceof SenseError &&
    !error.sense.deferred &&
    isSense(error.sense, SenseKey.NotReady, 0x04) &&
    TRANSIENT_QUALIFIERS.includes(error.sense.ascq)
  );
}

/** 2/04/00: not ready, and no reason given. */
export const isReasonless = ({ sense }: SenseError): boolean =>
  isSense(sense, SenseKey.NotReady, 0x04, CAUSE_NOT_REPORTABLE);

/** BUSY, and the senses after which the same command may be carried out later: busy, unit attention, no reason given. */
export function isPassing(error: unknown): boolean {
  if (error instanceof StatusError) return TRANSIENT_STATUSES.includes(error.status);
  if (!(error instanceof SenseError)) return false;
  return isStillBusy(error) || isUnitAttention(error) || isReasonless(error);
}

/** The drive said that it does not do this, or not now: nothing was changed. */
export const isRefusal = (error: unknown): error is SenseError =>
  error instanceof SenseError && error.sense.key === SenseKey.IllegalRequest && !error.sense.deferred;

/** No answer came in the time that the command was given. It may have been carried out. */
export const isTimeout = (error: unknown): error is TransportError =>
  error instanceof TransportError && error.kind === 'timeout';

/** How often a bad answer must come in a row before it is believed. */
export interface Belief {
  readonly answers: number;
  /** Whether to wait before the question is asked again: a refusal does not change with time. */
  readonly waits: boolean;
}

/**
 * How often a query must be answered in this way before the answer is believed. Connections lose and garble answers, and
 * drives occasionally answer nonsense: one answer is not enough to believe that a query is refused or the disc is gone.
 */
export function beliefIn(error: unknown): Belief {
  if (isTimeout(error)) return { answers: 2, waits: false };
  if (isRefusal(error)) return { answers: 2, waits: false };
  if (error instanceof StatusError || error instanceof DecodeError || error instanceof IncompleteTransferError) {
    return { answers: 3, waits: true };
  }
  if (!(error instanceof SenseError)) return { answers: 1, waits: false };
  if (isReasonless(error)) return { answers: REASONLESS_ANSWERS, waits: true };
  return { answers: reportsNoDisc(error) ? 2 : 3, waits: true };
}
