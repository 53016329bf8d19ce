import type { MediaEvent } from '../mmc/commands/get-event-status-notification.ts';
import type { CheckCondition } from './check-condition.ts';

/** One program that talks to the drive: what the drive keeps for it alone. */
export class Initiator {
  /** To be reported, oldest first, one a command (SAM-3 5.9.7). */
  readonly unitAttentions: CheckCondition[] = [];
  /** Media class events of GET EVENT STATUS NOTIFICATION, oldest first. */
  readonly mediaEvents: MediaEventCode[] = [];
}

export type MediaEventCode = (typeof MediaEvent)[keyof typeof MediaEvent];
