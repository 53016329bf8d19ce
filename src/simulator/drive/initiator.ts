import type { MediaEvent } from '../../mmc/commands/get-event-status-notification.ts';
import type { CheckCondition } from '../check-condition.ts';

/** One program that talks to the drive: what the drive keeps for it alone. */
export class Initiator {
  /** To be reported, oldest first, one a command (SAM-3 5.9.7). */
  readonly unitAttentions: CheckCondition[] = [];
  /** What went wrong with a command of its own that had been answered already; reported before anything else. */
  readonly deferredErrors: CheckCondition[] = [];
  /** Media class events of GET EVENT STATUS NOTIFICATION, oldest first. */
  readonly mediaEvents: MediaEventCode[] = [];

  /** The drive forgets everything that it kept for this program, and tells it so. */
  forget(attention: CheckCondition): void {
    this.deferredErrors.length = 0;
    this.mediaEvents.length = 0;
    this.unitAttentions.splice(0, Number.POSITIVE_INFINITY, attention);
  }
}

export type MediaEventCode = (typeof MediaEvent)[keyof typeof MediaEvent];
