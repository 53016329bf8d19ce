import {
  type BurnOptions,
  type CdWriteType,
  type ChosenRecipe,
  cdSessionAtOnce,
  type Drive,
  type FittedSession,
  fitSessions,
  type JobTrack,
} from '../index.ts';
import { plural } from './format.ts';

/** A session of a job, and the way in which it is to be written. */
export interface ChosenSession {
  readonly tracks: readonly JobTrack[];
  readonly chosen: ChosenRecipe;
  readonly options: BurnOptions & { readonly ending: NonNullable<BurnOptions['ending']> };
  /** What was changed so that the next session fits, a sentence without its full stop. */
  readonly note?: string;
}

/** Sessions that end where the file systems in the sessions after them want it, as far as that can be done. */
export async function fittedToTheirPlaces(
  drive: Drive,
  sessions: readonly ChosenSession[],
  { writeType = 'auto' }: { readonly writeType?: CdWriteType },
): Promise<readonly ChosenSession[]> {
  const [first, ...later] = sessions;
  if (first === undefined || !later.some(({ tracks }) => tracks[0]?.placeProblem !== undefined)) return sessions;
  const disc = await first.chosen.recipe.checkMedium(drive);
  const planned = sessions.map(({ tracks, chosen, options }) => ({ recipe: chosen.recipe, sources: tracks, options }));
  const fitted = fitSessions(planned, disc, writeType === 'auto' ? { wholeSession: cdSessionAtOnce } : {});
  return sessions.map((session, index) => withFit(session, fitted[index], index + 1));
}

function withFit(session: ChosenSession, fitted: FittedSession | undefined, number: number): ChosenSession {
  const { chosen, tracks } = session;
  if (fitted === undefined || (fitted.addedBlocks === 0 && fitted.recipe === chosen.recipe)) return session;
  const { addedBlocks, recipe, sources } = fitted;
  const how = [
    ...(recipe === chosen.recipe ? [] : [`is written ${recipe.name}`]),
    ...(addedBlocks === 0 ? [] : [`gets ${plural(addedBlocks, 'empty block')} at its end`]),
  ];
  return {
    ...session,
    chosen: { ...chosen, recipe },
    tracks: tracks.map((track, index) => (sources[index] === track ? track : { ...track, ...sources[index] })),
    note: `session ${number} ${how.join(' and ')}, so that the file system of session ${number + 1} is where it was made for`,
  };
}
