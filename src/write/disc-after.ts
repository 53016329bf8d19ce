import { PREGAP_BLOCKS, sessionGapBlocks } from '../cd/geometry.ts';
import type { DiscState } from '../drive/disc-state.ts';
import type { BurnOptions } from './burn.ts';
import { blocksNeeded, sessionBlocks } from './engine/session-blocks.ts';
import { type TrackSource, trackBlocks } from './engine/track-source.ts';
import type { Recipe } from './recipe.ts';

/** One of several sessions that are written one after the other. */
export interface PlannedSession {
  readonly recipe: Recipe;
  readonly sources: readonly TrackSource[];
  readonly options: Pick<BurnOptions, 'catalogueNumber' | 'cdText' | 'verify' | 'ending' | 'firstTrack'>;
}

/** The disc once a session is on it and closed so that another can follow. */
export function discAfter(disc: DiscState, { recipe, sources }: Pick<PlannedSession, 'recipe' | 'sources'>): DiscState {
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
