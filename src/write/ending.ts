import { MultiSession } from '../mmc/mode-pages/write-parameters.ts';

/**
 * How writing ends.
 * `finalize`: the session is closed and no other can follow.
 * `close-session`: the session is closed, the disc is readable, and another session can follow.
 * `leave-open`: the session stays open. More tracks can follow, and the disc is not readable until its session is closed.
 */
export type Ending = 'finalize' | 'close-session' | 'leave-open';

/** Every {@link Ending}. */
export const ENDINGS: readonly Ending[] = ['finalize', 'close-session', 'leave-open'];

/** What an ending means in MMC; defined only here. */
export interface EndingInMmc {
  /** The Multi-session field of page 05h while tracks are written and while the session is closed. */
  readonly multiSession: MultiSession;
  /** Whether CLOSE SESSION is sent at the end. */
  readonly closesSession: boolean;
}

const IN_MMC: Readonly<Record<Ending, EndingInMmc>> = {
  finalize: { multiSession: MultiSession.NoNextSession, closesSession: true },
  'close-session': { multiSession: MultiSession.NextSessionAllowed, closesSession: true },
  'leave-open': { multiSession: MultiSession.NextSessionAllowed, closesSession: false },
};

export const endingInMmc = (ending: Ending): EndingInMmc => IN_MMC[ending];
