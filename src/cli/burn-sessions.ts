import {
  BurnError,
  blocksInSession,
  blocksNeeded,
  type CdWriteType,
  type ChooseRecipeOptions,
  type ChosenRecipe,
  checkSessions,
  checkWriteType,
  chooseRecipe,
  type DiscJob,
  type Drive,
  type JobTrack,
  sessionBlocks,
  speedKBps,
  trackBlocks,
} from '../index.ts';
import { FRAMES_PER_SECOND } from '../mmc/index.ts';
import { type EndingOptions, endingOfBurn } from './ending.ts';
import { type ChosenSession, fittedToTheirPlaces } from './fit-places.ts';
import { plural, secondsText } from './format.ts';
import type { Interrupt } from './interrupt.ts';
import type { JobInputOptions } from './job-input.ts';
import { hasUnknownLength } from './standard-input.ts';

export interface BurnCommandOptions extends JobInputOptions, EndingOptions {
  readonly speed?: number;
  readonly simulate?: boolean;
  readonly verify?: 'none' | 'quick' | 'full';
  readonly writeType?: CdWriteType;
  readonly yes?: boolean;
  readonly normalize?: number | true;
}

/** A session of a job, and how it is written. */
export interface JobSession extends ChosenSession {
  /** `session 1 of 2, 3 tracks, 12:34 with the pauses between them`. */
  readonly inWords: string;
}

/** The tracks of each session, in order. */
function tracksOfSessions({ tracks }: DiscJob): (readonly JobTrack[])[] {
  const numbers = [...new Set(tracks.map(({ session }) => session))];
  return numbers.map((number) => tracks.filter(({ session }) => session === number));
}

/** `3 tracks, 12:34 with the pauses between them`, or `3 tracks, 12:30, Session-At-Once (no pauses between the tracks)`. */
function workInWords(sources: readonly JobTrack[], { recipe, needs }: ChosenRecipe): string {
  const tracks = plural(sources.length, 'track');
  if (hasUnknownLength({ tracks: sources })) return `${tracks} of unknown length, ${recipe.name}`;
  if (recipe.unit === 'track') {
    const time = secondsText(blocksNeeded(sources.map(trackBlocks)) / FRAMES_PER_SECOND);
    return `${tracks}, ${time}${sources.length > 1 ? ' with the pauses between them' : ''}`;
  }
  const time = secondsText(sessionBlocks(sources) / FRAMES_PER_SECOND);
  return `${tracks}, ${time}, ${recipe.name}${needs.length === 0 ? '' : ` (${needs.join(', ')})`}`;
}

/** What changes when a document that has no pauses is written Track-At-Once because `--write-type` says so. */
export function trackAtOnceWarnings({ layout, tracks }: DiscJob, { writeType, gapless }: BurnCommandOptions): string[] {
  if (layout !== 'exact' || writeType !== 'tao' || gapless) return [];
  const follows = tracks.some(({ session }, index) => tracks[index - 1]?.session === session);
  const short = tracks.filter((track, index) => {
    const isLast = tracks[index + 1]?.session !== track.session;
    return !isLast && trackBlocks(track) > blocksInSession(track, isLast);
  });
  return [
    ...(follows ? ['Track-At-Once makes 2 s of silence between the tracks, which the document does not have'] : []),
    ...short.map(({ number }) => `track ${number} is shorter than 4 seconds, and silence is added at its end`),
  ];
}

interface SessionRequest {
  readonly tracks: readonly JobTrack[];
  readonly options: JobSession['options'];
  readonly choice: ChooseRecipeOptions;
}

/** What is asked for, for each session of a job. */
function requestsOf(job: DiscJob, options: BurnCommandOptions): SessionRequest[] {
  return tracksOfSessions(job).map((tracks, index, all) => {
    // The lead-in of the first session has the texts of the disc.
    const { catalogueNumber, cdText } = index === 0 ? job : {};
    const firstTrack = index === 0 ? tracks[0]?.number : undefined;
    const burnOptions = {
      verify: options.verify ?? 'quick',
      ending: index === all.length - 1 ? endingOfBurn(options) : ('close-session' as const),
      testWrite: options.simulate ?? false,
      ...(catalogueNumber === undefined ? {} : { catalogueNumber }),
      ...(cdText === undefined ? {} : { cdText }),
      ...(firstTrack === undefined || firstTrack === 1 ? {} : { firstTrack }),
      ...(options.speed === undefined ? {} : { writeSpeedKBps: speedKBps(options.speed) }),
    };
    const { writeType = 'auto', gapless = job.layout === 'exact' && writeType !== 'tao' } = options;
    return { tracks, options: burnOptions, choice: { ...burnOptions, writeType, gapless, afterSession: index > 0 } };
  });
}

/**
 * Refuses what the way of writing that was asked for cannot write, before a drive is opened.
 * @throws BurnError of phase `planning`
 */
export function checkRequests(job: DiscJob, options: BurnCommandOptions): void {
  for (const { tracks, choice } of requestsOf(job, options)) checkWriteType(tracks, choice);
}

/**
 * How each session of a job is written. With several, the disc is checked for all of them: what is on it cannot be taken
 * back when a later one turns out not to fit.
 * @throws BurnError before anything is written
 */
export async function sessionsToBurn(
  drive: Drive,
  job: DiscJob,
  options: BurnCommandOptions,
  interrupt: Interrupt,
): Promise<JobSession[]> {
  const all = requestsOf(job, options);
  const chosen: ChosenSession[] = [];
  for (const { tracks, options: burnOptions, choice } of all) {
    chosen.push({ tracks, chosen: await chooseRecipe(drive, tracks, choice), options: burnOptions });
  }
  const fitted = await fittedToTheirPlaces(drive, chosen, options);
  const sessions = fitted.map((session, index) => {
    const which = all.length === 1 ? '' : `session ${index + 1} of ${all.length}, `;
    return { ...session, inWords: `${which}${workInWords(session.tracks, session.chosen)}` };
  });
  if (sessions.length > 1) await requireRoomFor(drive, sessions, interrupt);
  return sessions;
}

/**
 * Checks that the disc in the drive takes all of these sessions, as a burn would, and writes nothing.
 * @throws BurnError
 */
export const requireRoomFor = (drive: Drive, sessions: readonly JobSession[], interrupt: Interrupt): Promise<void> =>
  checkSessions(
    drive,
    sessions.map(({ chosen, tracks, options }) => ({ recipe: chosen.recipe, sources: tracks, options })),
    { signal: interrupt.signal },
  );

/** An error of a session that follows others says that they are on the disc. */
export function afterSessions(count: number, error: unknown): unknown {
  if (count === 0 || !(error instanceof BurnError)) return error;
  const done = count === 1 ? 'Session 1 is on the disc' : `Sessions 1 to ${count} are on the disc`;
  const nothing = /^Nothing was written\. /;
  const remedy = nothing.test(error.remedy)
    ? `${done}; of session ${count + 1} nothing was written. ${error.remedy.replace(nothing, '')}`
    : `${done}. ${error.remedy}`;
  return error.with({ remedy });
}
