import { isReasonless, isStillBusy } from '../../drive/bad-answer.ts';
import { SenseError, StatusError } from '../../scsi/sense-error.ts';
import { ScsiStatus } from '../../transport/sam.ts';

const BUSY_STATUSES: readonly number[] = [ScsiStatus.Busy, ScsiStatus.TaskSetFull];

/** What a drive answers that is at work, or does not say why it cannot do this now. */
export function isBusy(error: unknown): boolean {
  if (error instanceof StatusError) return BUSY_STATUSES.includes(error.status);
  return isStillBusy(error) || (error instanceof SenseError && !error.sense.deferred && isReasonless(error));
}

/** For a drive that goes on answering so for longer than anything takes: neither the disc nor the connection is to blame. */
export const BUSY_REMEDY =
  'The drive stayed busy for longer than it should: switch it off and on; if that happens again, use another drive';
