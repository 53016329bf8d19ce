import type { Drive } from '../drive/drive.ts';
import { requireBurnRequest } from './burn-request.ts';
import { discAfter, type PlannedSession } from './disc-after.ts';
import { BurnError } from './engine/burn-error.ts';
import { numberedFrom } from './first-track.ts';
import { WriteSession } from './write-session.ts';

/**
 * Checks that all of several sessions can be written to the disc in the drive, before the first one is: tracks, codes, room
 * with the lead-outs and lead-ins between them. Asks the drive whether it accepts the ways of writing. Takes the drive, spins the disc up and releases it; writes nothing.
 * @throws BurnError, SenseError, TransportError; the signal's reason
 */
export async function checkSessions(
  drive: Drive,
  sessions: readonly PlannedSession[],
  signal?: AbortSignal,
): Promise<void> {
  const [first] = sessions;
  if (first === undefined) return;
  for (const { sources, options } of sessions) requireBurnRequest(sources, options);
  await using opened = await WriteSession.open(drive, first.recipe, signal === undefined ? {} : { signal });
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
