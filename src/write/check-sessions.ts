import { PREGAP_BLOCKS, sessionGapBlocks } from '../cd/geometry.ts';
import type { DiscState } from '../drive/disc-state.ts';
import type { Drive } from '../drive/drive.ts';
import type { BurnOptions } from './burn.ts';
import { requireBurnRequest } from './burn-request.ts';
import { BurnError } from './engine/burn-error.ts';
import { blocksNeeded, sessionBlocks } from './engine/session-blocks.ts';
import { type TrackSource, trackBlocks } from './engine/track-source.ts';
import { numberedFrom } from './first-track.ts';
import type { Recipe } from './recipe.ts';
import { WriteSession } from './write-session.ts';

/** One of several sessions that are written one after the other. */
export interface PlannedSession {
  readonly recipe: Recipe;
  readonly sources: readonly TrackSource[];
  readonly options: Pick<BurnOptions, 'catalogueNumber' | 'cdText' | 'verify' | 'ending' | 'firstTrack'>;
}

/** The disc once a session is on it and closed so that another can follow. */
function discAfter(disc: DiscState, { recipe, sources }: PlannedSession): DiscState {
  const used = recipe.unit === 'track' ? blocksNeeded(sources.map(trackBlocks)) : sessionBlocks(sources);
  const sessions = disc.lastSession === 'incomplete' ? disc.sessions : disc.sessions + 1;
  const taken = used + sessionGapBlocks(sessions) + PREGAP_BLOCKS;
  return {
    ...disc,
    status: 'appendable',
    lastSession: 'empty',
    sessions,
    nextTrack: (disc.nextTrack ?? disc.tracks.length + 1) + sources.length,
    nextWritableLba: disc.nextWritableLba === null ? null : disc.nextWritableLba + taken,
    freeBlocks: disc.freeBlocks === null ? null : Math.max(0, disc.freeBlocks - taken),
  };
}

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
