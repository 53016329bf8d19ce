import type { Drive } from '../drive/drive.ts';
import { type OptionNames, requireKnownOptions } from '../known-options.ts';
import { requireBurnRequest } from './burn-request.ts';
import { discAfter, type PlannedSession } from './disc-after.ts';
import { BurnError } from './engine/burn-error.ts';
import { numberedFrom } from './first-track.ts';
import { WriteSession } from './write-session.ts';

/** The options of {@link checkSessions}. */
export interface CheckSessionsOptions {
  /** Ends the check, which rejects with its reason; the drive is released. */
  readonly signal?: AbortSignal | undefined;
}

const OPTIONS: OptionNames<CheckSessionsOptions> = { signal: true };

/**
 * Checks that all of several sessions can be written to the disc in the drive, before the first one is: tracks, codes, room
 * with the lead-outs and lead-ins between them. Asks the drive whether it accepts the ways of writing. Takes the drive, spins the disc up and releases it; writes nothing.
 * @throws OptionsError, BurnError, SenseError, TransportError; the signal's reason
 */
export async function checkSessions(
  drive: Drive,
  sessions: readonly PlannedSession[],
  options: CheckSessionsOptions = {},
): Promise<void> {
  requireKnownOptions('checkSessions()', options, OPTIONS);
  options.signal?.throwIfAborted();
  const [first] = sessions;
  if (first === undefined) return;
  for (const session of sessions) requireBurnRequest(session.sources, session.options);
  await using opened = await WriteSession.open(drive, first.recipe, options);
  let disc = numberedFrom(first.options.firstTrack, opened);
  for (const [index, session] of sessions.entries()) {
    try {
      session.recipe.plan(session.sources, disc);
      if (index > 0) await session.recipe.checkDrive?.(drive, session.sources, session.options.ending ?? 'finalize');
    } catch (error) {
      if (index === 0 || !(error instanceof BurnError)) throw error;
      const place = `This is session ${index + 1} of ${sessions.length}, with those before it on the disc`;
      throw error.with({ disc: opened.discBefore, remedy: `${place}. Nothing was written. ${error.remedy}` });
    }
    disc = discAfter(disc, session);
  }
}
