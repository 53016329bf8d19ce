import type { Ending } from '../../write/index.ts';

/** What `doNotFinalizeMedia` leaves open; see {@link TrackAtOnce.leaveOpen}. */
export type LeaveOpen = 'session' | 'medium';

const LEFT_OPEN: Readonly<Record<LeaveOpen, Ending>> = { session: 'leave-open', medium: 'close-session' };

export const isLeaveOpen = (value: unknown): value is LeaveOpen =>
  typeof value === 'string' && Object.hasOwn(LEFT_OPEN, value);

/**
 * What IDiscFormat2TrackAtOnce::put_DoNotFinalizeMedia means for the session. False: it is closed and the disc is complete.
 * True: as `leaveOpen` says, the session is not closed and the disc stays open for more tracks, or it is closed so that another can
 * follow.
 */
export const endingOf = (doNotFinalizeMedia: boolean, leaveOpen: LeaveOpen): Ending =>
  doNotFinalizeMedia ? LEFT_OPEN[leaveOpen] : 'finalize';
