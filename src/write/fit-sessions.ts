import { LINK_BLOCKS, RUN_OUT_BLOCKS } from '../cd/geometry.ts';
import type { DiscState } from '../drive/disc-state.ts';
import { discAfter, type PlannedSession } from './disc-after.ts';
import { blocksInSession } from './engine/session-blocks.ts';
import { formatOf, type TrackSource } from './engine/track-source.ts';
import { padded } from './padded-source.ts';
import type { Recipe } from './recipe.ts';

/** What a drive may have left after a track that was written by itself (MMC-5 4.2.3.4). */
const MOST_BLOCKS = RUN_OUT_BLOCKS + LINK_BLOCKS;

/** The options of {@link fitSessions}. */
export interface FitSessionsOptions {
  /**
   * A recipe such as `cdSessionAtOnce` that may take the place of Track-At-Once, whose run-out moves all that follows by two
   * blocks. Default: none.
   */
  readonly wholeSession?: Recipe | undefined;
}

/** A session with the blocks that {@link fitSessions} added to it. */
export interface FittedSession extends PlannedSession {
  /** Blocks of silence, or of zeros, that its last track was given. */
  readonly addedBlocks: number;
}

/**
 * Sessions of a copy, made to fit: a file system in a later session has addresses of the disc that it was made for, and on that disc the
 * sessions before may have ended a few blocks later, or earlier, as some ways of writing leave a run-out after a track. Such a
 * session gets that many blocks of silence at its end, or is written in the other way. What cannot be made to fit stays as it is: {@link checkSessions} refuses it.
 * @param disc as it is before the first of them
 */
export function fitSessions(
  sessions: readonly PlannedSession[],
  disc: DiscState,
  { wholeSession }: FitSessionsOptions = {},
): FittedSession[] {
  const fitted: FittedSession[] = [];
  let before = disc;
  for (const [index, given] of sessions.entries()) {
    const next = sessions[index + 1];
    const session = next === undefined ? as(given) : fittedTo(next, given, before, wholeSession);
    fitted.push(session);
    before = discAfter(before, session);
  }
  return fitted;
}

const as = (session: PlannedSession, addedBlocks = 0): FittedSession => ({ ...session, addedBlocks });

/** A session that ends where the next one wants it, or as it is. */
function fittedTo(
  next: PlannedSession,
  given: PlannedSession,
  disc: DiscState,
  wholeSession: Recipe | undefined,
): FittedSession {
  const [source] = next.sources;
  const start = discAfter(disc, given).nextWritableLba;
  if (start === null || source?.placeProblem?.(start) === undefined) return as(given);
  const other = given.recipe.unit === 'track' ? wholeSession : undefined;
  const ways = other === undefined ? [given] : [given, { ...given, recipe: other }];
  for (const way of ways) {
    const startLba = discAfter(disc, way).nextWritableLba ?? start;
    for (let blocks = 0; blocks <= MOST_BLOCKS; blocks++) {
      if (source.placeProblem(startLba + blocks) === undefined)
        return as({ ...way, sources: lengthened(way.sources, blocks) }, blocks);
    }
  }
  return as(given);
}

function lengthened(sources: readonly TrackSource[], blocks: number): readonly TrackSource[] {
  const last = sources.at(-1);
  if (last === undefined || blocks === 0) return sources;
  const { blockBytes } = formatOf(last);
  const lastBytes = blocksInSession(last, { isLast: true }) * blockBytes;
  return [...sources.slice(0, -1), padded(last, lastBytes - last.lengthBytes + blocks * blockBytes)];
}
