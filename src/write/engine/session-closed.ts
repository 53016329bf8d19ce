import type { DiscState } from '../../drive/disc-state.ts';
import type { DescribeFinding } from '../../drive/reset-watch.ts';
import { MultiSession } from '../../mmc/mode-pages/write-parameters.ts';
import { BurnError } from './burn-error.ts';

/** Whether the last session is closed as it was to be. */
export const isSessionClosed = ({ status, lastSession }: DiscState, multiSession: MultiSession): boolean =>
  multiSession === MultiSession.NextSessionAllowed
    ? status === 'appendable' && lastSession === 'empty'
    : status === 'complete';

/** @throws BurnError when it is not */
export function requireSessionClosed(disc: DiscState, multiSession: MultiSession, describe: DescribeFinding): void {
  if (isSessionClosed(disc, multiSession)) return;
  const found = `the disc is ${disc.status} and its last session is ${disc.lastSession}`;
  throw new BurnError({
    phase: 'closing the session',
    ...describe(found, 'Check it with `discwright info` in another drive; `discwright close` may finish it'),
    disc,
  });
}
