import type { DiscState } from '../drive/disc-state.ts';

/** For a failure after which the disc may hold tracks. A disc that is closed needs no closing. */
export const makePlayable = (disc: DiscState | undefined): string =>
  disc?.status === 'complete'
    ? 'The disc is closed: look at it with `discwright info`'
    : 'Look at the disc with `discwright info`; `discwright close` makes playable what is on it';

/** For a failure to verify, which changes nothing. */
export const AFTER_FINISHING = 'The disc was finished before it was verified: look at it with `discwright info`';
