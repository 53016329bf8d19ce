import type { Ending } from '../../write/index.ts';

/**
 * What IDiscFormat2TrackAtOnce::put_DoNotFinalizeMedia means for the session. False: it is closed and the disc is complete.
 * True: the session is not closed and the disc stays open for more tracks.
 */
export const endingOf = (doNotFinalizeMedia: boolean): Ending => (doNotFinalizeMedia ? 'leave-open' : 'finalize');
