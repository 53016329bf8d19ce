import {
  type BurnOptions,
  type BurnProgress,
  type BurnResult,
  type BurnSpeed,
  burn,
  cdRaw,
  closedSessions,
  type Drive,
  type Recipe,
  speedTimes,
  type TrackComparison,
  type TrackSource,
  trackBlocks,
} from '../index.ts';
import { CancelledBurn } from './cli-error.ts';
import type { Context } from './context.ts';
import { type DiscReport, type DriveReport, reportDisc } from './disc-report.ts';
import { tableOfContents, tableOfContentsInWords, warningsInWords } from './disc-words.ts';
import { plural } from './format.ts';
import { buffersInWords } from './progress/buffer-words.ts';
import { BurnStatus, type BurnUnits } from './progress/burn-status.ts';
import { displayOn } from './progress/display.ts';
import { allPlanned } from './several/all-planned.ts';
import { type SleepReport, stayAwake } from './stay-awake.ts';

const STOPPING = 'Stopping at the next block: the track is closed where it is, then the session. This takes a moment.';
const STOPPING_RAW =
  'Stopping at the next block. The lead-in lists every track already, so the disc will probably be unusable. This takes a moment.';

/** Drives round the speeds they report. */
const TOLERATED_SPEED_DIFFERENCE = 0.05;

export interface Work {
  readonly tracks: readonly TrackSource[];
  readonly recipe: Recipe;
  /** Of the blocks, where it is not audio onto a CD. */
  readonly units?: BurnUnits;
  /** What is being done, for a line above its progress: shown once it begins, not if it is refused. */
  readonly heading: string;
  /** What burns them; {@link burn} with the recipe unless given. */
  readonly burning?: (options: BurnOptions) => AsyncGenerator<BurnProgress, BurnResult>;
  /** Another session follows: nothing is reported, unless this one was stopped. */
  readonly more?: boolean;
  /** The sessions that were written before; this one is added. */
  readonly done?: SessionReport[];
}

/** A session as it was written. */
export interface SessionReport {
  readonly writeType: string;
  readonly tracks: readonly number[];
  readonly comparisons: readonly TrackComparison[];
  readonly speed: Record<keyof BurnSpeed, number | undefined> | undefined;
  readonly buffers: BurnResult['buffers'] | undefined;
  readonly warnings: readonly string[];
}

/** Burns, showing progress, then reports what is on the disc. Ctrl-C ends it at the next WRITE and leaves the disc usable, unless it is written raw. */
export async function burnTracks(
  context: Context,
  drive: Drive,
  identity: DriveReport,
  work: Work,
  options: BurnOptions,
): Promise<void> {
  const { output, interrupt } = context;
  explainStopping(context, work.recipe);
  await using awake = await stayAwake(context, drive, 'burning a disc');
  const result = await run(context, drive, work, options);
  const cancelled = result?.cancelled ?? interrupt.signal.aborted;
  const { done: sessions = [] } = work;
  sessions.push(sessionReport(work.recipe, result));
  if (work.more && !cancelled) {
    for (const line of warningsInWords(result?.warnings ?? [])) output.note(line);
    return;
  }
  await reportBurn(context, drive, { identity, work, options, result, cancelled, sessions, sleep: awake.sleep });
}

/** What Ctrl-C does from now on. */
export const explainStopping = ({ interrupt }: Context, recipe: Recipe): void =>
  interrupt.explain({
    first: recipe === cdRaw ? STOPPING_RAW : STOPPING,
    again: 'Still finishing the disc. Unplugging the drive now would damage the disc; please wait.',
  });

/** A burn that has ended. */
export interface BurnedWork {
  readonly identity: DriveReport;
  readonly work: Pick<Work, 'recipe' | 'tracks'>;
  readonly options: BurnOptions;
  /** Of the last session; undefined when verification was interrupted. */
  readonly result: BurnResult | undefined;
  readonly cancelled: boolean;
  readonly sessions: readonly SessionReport[];
  readonly sleep: SleepReport;
}

/** Reports what is on the disc. @throws CancelledBurn if it was stopped */
export async function reportBurn(
  context: Context,
  drive: Drive,
  { identity, work, options, result, cancelled, sessions, sleep }: BurnedWork,
): Promise<void> {
  const disc = withMarks(await reportDisc(drive), result);
  const contents = disc === null ? undefined : await tableOfContents(drive, disc);
  const { verify = 'quick', testWrite = false } = options;
  const comparisons = sessions.flatMap((session) => session.comparisons);
  const warnings = sessions.flatMap((session) => session.warnings);
  const report = {
    drive: identity,
    disc,
    testWrite,
    writeType: work.recipe.name,
    verify,
    comparisons,
    cancelled,
    speed: sessions.at(-1)?.speed,
    buffers: result?.buffers,
    sleep,
    warnings,
    sessions,
  };
  context.output.result('burn', report, () => [
    ...outcomeInWords(context, drive, disc, options, { cancelled, comparisons }),
    ...(result === undefined
      ? []
      : [...speedInWords(result.speed, disc?.medium), ...buffersInWords(result.buffers, longestOf(work.tracks))]),
    ...warningsInWords(result?.warnings ?? []),
    ...(contents === undefined ? [] : ['', ...tableOfContentsInWords(contents)]),
  ]);
  if (cancelled) throw new CancelledBurn();
}

export const sessionReport = (recipe: Recipe, result: BurnResult | undefined): SessionReport => ({
  writeType: recipe.name,
  tracks: result?.tracks.map(({ number }) => number) ?? [],
  comparisons: result?.comparisons ?? [],
  speed: result && { requestedKBps: undefined, usedKBps: undefined, ...result.speed },
  buffers: result?.buffers,
  warnings: result?.warnings ?? [],
});

/** The disc with what only the burn knows: which of its tracks it cut off. */
function withMarks(disc: DiscReport | null, result: BurnResult | undefined): DiscReport | null {
  if (disc === null) return null;
  const tracks = disc.tracks.map((track) => {
    const cutOffBlocks = result?.disc.tracks.find(({ number }) => number === track.number)?.cutOffBlocks;
    return cutOffBlocks === undefined ? track : { ...track, cutOffBlocks };
  });
  return { ...disc, tracks };
}

/** @returns undefined when verification was interrupted */
async function run(
  context: Context,
  drive: Drive,
  { tracks, recipe, units, heading, burning: begin }: Work,
  options: BurnOptions,
): Promise<BurnResult | undefined> {
  const { output, interrupt } = context;
  const display = await displayOn(output.progressStream, output);
  const status = statusOf(tracks, units);
  const withSignal = { ...options, signal: interrupt.signal };
  const burning = begin === undefined ? burn(drive, recipe, tracks, withSignal) : begin(withSignal);
  try {
    for (let begun = false; ; begun = true) {
      const { done, value } = await burning.next();
      if (done) return value;
      if (!begun) await allPlanned(context);
      if (!begun) output.line(heading);
      // The disc is finished by then; only reading it is left.
      if (value.phase === 'verifying' && interrupt.signal.aborted) return undefined;
      display.show(status.of(value), value);
    }
  } finally {
    display.end();
    await burning.return(undefined as never);
  }
}

export const statusOf = (tracks: readonly TrackSource[], units?: BurnUnits): BurnStatus =>
  new BurnStatus(
    tracks.map((track) => ({ name: track.name, lengthBlocks: trackBlocks(track) })),
    units,
  );

const longestOf = (tracks: readonly TrackSource[]): number => Math.max(...tracks.map(({ lengthBytes }) => lengthBytes));

/** What does not play: all of it, or its last session. */
const unclosedInWords = (disc: DiscReport): string =>
  closedSessions(disc).length === 0 ? 'it does' : `session ${disc.tracks.at(-1)?.session} does`;

function outcomeInWords(
  { globals }: Context,
  drive: Drive,
  disc: DiscReport | null,
  { ending, testWrite = false }: BurnOptions,
  { cancelled, comparisons }: { cancelled: boolean; comparisons: readonly TrackComparison[] },
): string[] {
  if (testWrite) return [cancelled ? 'Stopped. Nothing was written.' : 'The test succeeded. Nothing was written.'];
  const open = disc?.status === 'appendable' && disc.lastSession !== 'empty';
  const device = globals.device ?? drive.path;
  return [
    ...(cancelled ? ['Stopped.'] : []),
    ...(comparisons.length === 0 ? [] : [`Verified: ${plural(comparisons.length, 'track')} read back and matched.`]),
    ...(ending === 'leave-open' && open
      ? [
          `The disc is left open: ${unclosedInWords(disc)} not play until \`discwright close --device ${device}\` closes it.`,
        ]
      : []),
    ...(ending === 'close-session' && disc?.status === 'appendable' && !open
      ? ['The session is closed; another one can follow.']
      : []),
    ...(disc?.medium?.writeModel === 'overwrite'
      ? [`${cancelled ? 'What was written until then' : 'The data'} is on the disc, which can be overwritten.`]
      : disc?.status === 'complete'
        ? ['The disc is closed: nothing can be added.']
        : []),
  ];
}

/** Nothing if the drive used the requested speed. */
function speedInWords({ requestedKBps, usedKBps }: BurnSpeed, medium: DiscReport['medium']): string[] {
  if (requestedKBps === undefined || usedKBps === undefined) return [];
  const [requested, used] = [speedTimes(requestedKBps, medium), speedTimes(usedKBps, medium)];
  if (Math.abs(requested - used) <= requested * TOLERATED_SPEED_DIFFERENCE) return [];
  return [`The drive reports that it wrote at ${used}x; ${requested}x was requested.`];
}
