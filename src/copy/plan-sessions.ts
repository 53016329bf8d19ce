import type { Drive } from '../drive/drive.ts';
import { requireDrive } from '../drive/require-drive.ts';
import type { DiscJob, JobTrack } from '../job/index.ts';
import { type OptionNames, requireKnownOptions } from '../known-options.ts';
import {
  type BurnAudioOptions,
  BurnError,
  type BurnOptions,
  type ChooseRecipeOptions,
  type ChosenRecipe,
  cdSessionAtOnce,
  checkSessions,
  chooseRecipe,
  type FittedSession,
  fitSessions,
} from '../write/index.ts';

/** How the sessions of a job are written: {@link BurnAudioOptions}, of which the job itself says some. */
export type PlanSessionsOptions = Pick<
  BurnAudioOptions,
  'ending' | 'gapless' | 'signal' | 'testWrite' | 'verify' | 'writeSpeedKBps' | 'writeType'
>;

const OPTIONS: OptionNames<PlanSessionsOptions> = {
  ending: true,
  gapless: 'switch',
  signal: true,
  testWrite: 'switch',
  verify: true,
  writeSpeedKBps: true,
  writeType: true,
};

/** A session of a job, and what `chooseRecipe` is to be asked for it. */
export interface SessionRequest {
  readonly tracks: readonly JobTrack[];
  readonly options: BurnOptions & { readonly ending: NonNullable<BurnOptions['ending']> };
  readonly choice: ChooseRecipeOptions;
}

/** A session of a job, and the way in which it is to be written. */
export interface JobSession extends Omit<SessionRequest, 'choice'> {
  readonly chosen: ChosenRecipe;
  /** What was changed so that the next session fits, a sentence without its full stop. */
  readonly note?: string;
}

/** What a job asks for, for each of its sessions. All but the last are closed so that another can follow. */
export function sessionsOfJob(job: DiscJob, options: PlanSessionsOptions = {}): SessionRequest[] {
  const { writeType = 'auto', gapless = job.layout === 'exact' && writeType !== 'tao' } = options;
  const numbers = [...new Set(job.tracks.map(({ session }) => session))];
  return numbers.map((number, index) => {
    const tracks = job.tracks.filter(({ session }) => session === number);
    // The lead-in of the first session has the texts of the disc.
    const { catalogueNumber, cdText } = index === 0 ? job : {};
    const firstTrack = index === 0 ? tracks[0]?.number : undefined;
    const last = index === numbers.length - 1;
    const burnOptions = {
      verify: options.verify ?? 'quick',
      ending: last ? (options.ending ?? 'finalize') : ('close-session' as const),
      testWrite: options.testWrite ?? false,
      ...(catalogueNumber === undefined ? {} : { catalogueNumber }),
      ...(cdText === undefined ? {} : { cdText }),
      ...(firstTrack === undefined || firstTrack === 1 ? {} : { firstTrack }),
      ...(options.writeSpeedKBps === undefined ? {} : { writeSpeedKBps: options.writeSpeedKBps }),
    };
    return { tracks, options: burnOptions, choice: { ...burnOptions, writeType, gapless, afterSession: index > 0 } };
  });
}

/**
 * How each session of a job is written on the disc in the drive. A session whose file system was made for another address gets silence
 * before it, as far as that helps. With several, the disc is checked for all of them: what is on it cannot be taken back when a later
 * one turns out not to fit. Writes nothing.
 * @throws BurnError of phase `planning`; SenseError, TransportError; the signal's reason
 */
export async function planSessions(
  drive: Drive,
  job: DiscJob,
  options: PlanSessionsOptions = {},
): Promise<JobSession[]> {
  requireDrive('planSessions()', drive);
  requireKnownOptions('planSessions()', options, OPTIONS);
  options.signal?.throwIfAborted();
  const chosen: JobSession[] = [];
  for (const { tracks, options: burnOptions, choice } of sessionsOfJob(job, options)) {
    chosen.push({ tracks, chosen: await chooseRecipe(drive, tracks, choice), options: burnOptions });
  }
  const sessions = await fittedToTheirPlaces(drive, chosen, options);
  const { signal } = options;
  if (sessions.length > 1) await checkSessions(drive, sessions.map(plannedOf), signal === undefined ? {} : { signal });
  return sessions;
}

const plannedOf = ({ tracks, chosen, options }: JobSession) => ({ recipe: chosen.recipe, sources: tracks, options });

/** Sessions that end where the file systems in the sessions after them want it, as far as that can be done. */
async function fittedToTheirPlaces(
  drive: Drive,
  sessions: JobSession[],
  { writeType = 'auto' }: PlanSessionsOptions,
): Promise<JobSession[]> {
  const [first, ...later] = sessions;
  if (first === undefined || !later.some(({ tracks }) => tracks[0]?.placeProblem !== undefined)) return sessions;
  const disc = await first.chosen.recipe.checkMedium(drive);
  const fitted = fitSessions(
    sessions.map(plannedOf),
    disc,
    writeType === 'auto' ? { wholeSession: cdSessionAtOnce } : {},
  );
  return sessions.map((session, index) => withFit(session, fitted[index], index + 1));
}

function withFit(session: JobSession, fitted: FittedSession | undefined, number: number): JobSession {
  const { chosen, tracks } = session;
  if (fitted === undefined || (fitted.addedBlocks === 0 && fitted.recipe === chosen.recipe)) return session;
  const { addedBlocks, recipe, sources } = fitted;
  const how = [
    ...(recipe === chosen.recipe ? [] : [`is written ${recipe.name}`]),
    ...(addedBlocks === 0 ? [] : [`gets ${addedBlocks} empty block${addedBlocks === 1 ? '' : 's'} at its end`]),
  ];
  return {
    ...session,
    chosen: { ...chosen, recipe },
    tracks: tracks.map((track, index) => (sources[index] === track ? track : { ...track, ...sources[index] })),
    note: `session ${number} ${how.join(' and ')}, so that the file system of session ${number + 1} is where it was made for`,
  };
}

/** An error of a session that follows `count` others says that they are on the disc; any other error is returned as it is. */
export function afterSessions(count: number, error: unknown): unknown {
  if (count === 0 || !(error instanceof BurnError)) return error;
  const done = count === 1 ? 'Session 1 is on the disc' : `Sessions 1 to ${count} are on the disc`;
  const nothing = /^Nothing was written\. /;
  const remedy = nothing.test(error.remedy)
    ? `${done}; of session ${count + 1} nothing was written. ${error.remedy.replace(nothing, '')}`
    : `${done}. ${error.remedy}`;
  return error.with({ remedy });
}
