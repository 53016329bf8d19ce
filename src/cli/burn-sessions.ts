import {
  blocksInSession,
  blocksNeeded,
  type CdWriteType,
  type ChosenRecipe,
  checkSessions,
  checkWriteType,
  type DiscJob,
  type Drive,
  type JobSession,
  type JobTrack,
  type PlanSessionsOptions,
  planSessions,
  sessionBlocks,
  sessionsOfJob,
  speedKBps,
  trackBlocks,
} from '../index.ts';
import { FRAMES_PER_SECOND } from '../mmc/index.ts';
import { type EndingOptions, endingOfBurn } from './ending.ts';
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
export interface WordedSession extends JobSession {
  /** `session 1 of 2, 3 tracks, 12:34 with the pauses between them`. */
  readonly inWords: string;
}

/**
 * `3 tracks, 12:34 with the pauses between them`, or `3 tracks, 12:30, Session-At-Once (no pauses between the tracks)`.
 * @param paused Track-At-Once would make pauses, and nobody asked for none
 */
function workInWords(sources: readonly JobTrack[], { recipe, needs }: ChosenRecipe, paused: boolean): string {
  const tracks = plural(sources.length, 'track');
  if (hasUnknownLength({ tracks: sources })) return `${tracks} of unknown length, ${recipe.name}`;
  if (recipe.unit === 'track') {
    const time = secondsText(blocksNeeded(sources.map(trackBlocks)) / FRAMES_PER_SECOND);
    return `${tracks}, ${time}${sources.length > 1 ? ' with the pauses between them' : ''}`;
  }
  const time = secondsText(sessionBlocks(sources) / FRAMES_PER_SECOND);
  const without = paused && sources.length > 1 ? ' without pauses between them' : '';
  return `${tracks}, ${time}${without}, ${recipe.name}${needs.length === 0 ? '' : ` (${needs.join(', ')})`}`;
}

/** What changes when a document that has no pauses is written Track-At-Once because `--write-type` says so. */
export function trackAtOnceWarnings({ layout, tracks }: DiscJob, { writeType, gapless }: BurnCommandOptions): string[] {
  if (layout !== 'exact' || writeType !== 'tao' || gapless) return [];
  const follows = tracks.some(({ session }, index) => tracks[index - 1]?.session === session);
  const short = tracks.filter((track, index) => {
    const isLast = tracks[index + 1]?.session !== track.session;
    return !isLast && trackBlocks(track) > blocksInSession(track, { isLast });
  });
  return [
    ...(follows ? ['Track-At-Once makes 2 s of silence between the tracks, which the document does not have'] : []),
    ...short.map(({ number }) => `track ${number} is shorter than 4 seconds, and silence is added at its end`),
  ];
}

const planOptions = ({
  gapless,
  verify,
  simulate,
  writeType,
  speed,
  ...ending
}: BurnCommandOptions): PlanSessionsOptions => ({
  ending: endingOfBurn(ending),
  testWrite: simulate ?? false,
  ...(gapless === undefined ? {} : { gapless }),
  ...(verify === undefined ? {} : { verify }),
  ...(writeType === undefined ? {} : { writeType }),
  ...(speed === undefined ? {} : { writeSpeedKBps: speedKBps(speed) }),
});

/**
 * Refuses what the way of writing that was asked for cannot write, before a drive is opened.
 * @throws BurnError of phase `planning`
 */
export function checkRequests(job: DiscJob, options: BurnCommandOptions): void {
  for (const { tracks, choice } of sessionsOfJob(job, planOptions(options))) checkWriteType(tracks, choice);
}

/**
 * How each session of a job is written, in words too.
 * @throws BurnError before anything is written
 */
export async function sessionsToBurn(
  drive: Drive,
  job: DiscJob,
  options: BurnCommandOptions,
  interrupt: Interrupt,
): Promise<WordedSession[]> {
  const sessions = await planSessions(drive, job, { ...planOptions(options), signal: interrupt.signal });
  const paused = job.layout === 'paused' && options.gapless !== true;
  return sessions.map((session, index) => {
    const which = sessions.length === 1 ? '' : `session ${index + 1} of ${sessions.length}, `;
    return { ...session, inWords: `${which}${workInWords(session.tracks, session.chosen, paused)}` };
  });
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
