import type { Ending } from '../../write/index.ts';

/**
 * What IDiscFormat2TrackAtOnce::put_DoNotFinalizeMedia means for the session: false, it is closed and the disc is complete;
 * true, the disc stays open for what follows, and the session close is skipped.
 */
export const endingOf = (doNotFinalizeMedia: boolean): Ending => (doNotFinalizeMedia ? 'leave-open' : 'finalize');
