import { MultiSession } from '../mmc/mode-pages/write-parameters.ts';

/** What IDiscFormat2TrackAtOnce::put_DoNotFinalizeMedia means on the disc. The one place where it becomes MMC. */
export interface Finalization {
  /** The Multi-session field of page 05h while tracks are written and while the session is closed. */
  readonly multiSession: MultiSession;
  /** Whether CLOSE SESSION is sent at the end. */
  readonly closesSession: boolean;
}

/**
 * @param doNotFinalizeMedia false: the session is closed and nothing can follow; the disc plays everywhere. True: further
 * sessions are allowed and the session is left open; the disc does not play until somebody closes it.
 */
export const finalizationOf = (doNotFinalizeMedia: boolean): Finalization =>
  doNotFinalizeMedia
    ? { multiSession: MultiSession.NextSessionAllowed, closesSession: false }
    : { multiSession: MultiSession.NoNextSession, closesSession: true };
