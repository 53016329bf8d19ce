import { USER_DATA_BYTES } from '../cd/geometry.ts';
import type { DiscState } from '../drive/disc-state.ts';
import type { Drive } from '../drive/drive.ts';
import { type Multisession, multisessionOf, nextSessionOf } from '../read/multisession.ts';
import type { BurnOptions } from './burn.ts';
import { requireBurnRequest } from './burn-request.ts';
import {
  type BurnDataOptions,
  type DataPlace,
  type DataSource,
  DEFAULT_PAD_BLOCKS,
  requireDataSource,
} from './data-request.ts';
import { BurnError, messageOf } from './engine/burn-error.ts';
import { planRefusal } from './engine/plan-checks.ts';
import type { BurnProgress } from './engine/progress.ts';
import type { TrackSource } from './engine/track-source.ts';
import { discAfter, NOTHING_WRITTEN, wroteNothing } from './engine/with-disc.ts';
import { requireNothingToLose } from './overwriting.ts';
import { padded } from './padded-source.ts';
import type { Recipe } from './recipe.ts';
import { closeDiscSteps } from './repair/close-disc.ts';

/** Whether the session on the disc must be closed before another can follow. */
export const mustCloseFirst = (disc: DiscState): boolean => nextSessionOf(disc).sessionOpen;

/** Without what {@link burn} does not have. */
export function plainOptions({
  writeType: _,
  append: __,
  overwrite: ___,
  padBlocks: ____,
  ...options
}: BurnDataOptions): BurnOptions {
  return options;
}

export interface DataWork {
  readonly given: DataSource;
  readonly recipe: Recipe;
  readonly disc: DiscState;
}

/** The track as it will be written, once it is certain that the disc can take it. Nothing is written. */
export async function plannedData(
  drive: Drive,
  { given, recipe, disc }: DataWork,
  options: BurnDataOptions,
): Promise<TrackSource> {
  requireAppendable(disc, options);
  if (options.overwrite !== true) await requireNothingToLose(drive, disc);
  const place = await multisessionOf(drive, disc);
  const source = requireDataSource(typeof given === 'function' ? await given(requireAddress(disc, place)) : given);
  requireBurnRequest([source], plainOptions(options));
  return plannedPadded(recipe, source, afterOpenSession(disc, place), options.padBlocks);
}

/**
 * The source with what is written after it. An image that fits is not refused for the padding that it gets unasked on DVD and BD, where
 * no run-out follows it.
 * @throws BurnError of phase `planning`
 */
function plannedPadded(recipe: Recipe, source: TrackSource, disc: DiscState, asked: number | undefined): TrackSource {
  const blockBytes = source.format?.blockBytes ?? USER_DATA_BYTES;
  const usual = source.endsPadded === true ? 0 : DEFAULT_PAD_BLOCKS;
  const room = disc.medium === undefined ? null : disc.freeBlocks;
  const left = room === null ? usual : Math.max(0, room - Math.ceil(source.lengthBytes / blockBytes));
  const padBlocks = asked ?? Math.min(usual, left);
  const track = padded(source, padBlocks * blockBytes);
  try {
    recipe.plan([track], disc);
  } catch (error) {
    if (padBlocks > 0 && isTooLong(error) && fits(recipe, source, disc))
      throw error.with({
        remedy: `It fits without the ${padBlocks} empty blocks after it: write fewer (\`padBlocks\`, \`--pad\`)`,
      });
    throw error;
  }
  return track;
}

const isTooLong = (error: unknown): error is BurnError => error instanceof BurnError && error.code === 'NO_ROOM';

function fits(recipe: Recipe, source: TrackSource, disc: DiscState): boolean {
  try {
    recipe.plan([source], disc);
    return true;
  } catch {
    return false;
  }
}

/** @throws BurnError of phase `planning` */
export function requireAddress(disc: DiscState, place: Multisession): DataPlace {
  const { nextWritableLba } = place;
  if (nextWritableLba !== null) return { ...place, nextWritableLba };
  throw planRefusal(
    disc,
    'NO_NEXT_ADDRESS',
    'the drive reports no address at which data could be added',
    'Use another disc, or try again: `discwright info` shows what the drive says',
  );
}

function requireAppendable(disc: DiscState, { append = false, testWrite = false }: BurnDataOptions): void {
  // One that holds a file system grows; any other is written from its start.
  if (disc.medium?.writeModel === 'overwrite') return;
  if (disc.status === 'blank') return;
  if (!append) {
    throw planRefusal(
      disc,
      'INVALID_REQUEST',
      'the disc is not blank',
      'Add a session to what is on it (`append`, or `discwright data --append`), or use a blank disc',
    );
  }
  if (testWrite && mustCloseFirst(disc)) {
    throw planRefusal(
      disc,
      'INVALID_REQUEST',
      'the session on the disc is open, and a test write cannot close it',
      'Close it first (`discwright close --appendable`), or write without a test',
    );
  }
}

/** The disc once its open session is closed, as the standard lays it out. */
function afterOpenSession(disc: DiscState, { nextWritableLba, sessionOpen }: Multisession): DiscState {
  if (!sessionOpen || nextWritableLba === null) return disc;
  const taken = nextWritableLba - (disc.nextWritableLba ?? 0);
  return {
    ...disc,
    lastSession: 'empty',
    nextWritableLba,
    freeBlocks: disc.freeBlocks === null ? null : Math.max(0, disc.freeBlocks - taken),
  };
}

/**
 * Closes the open session so that another can follow.
 * @returns warnings
 */
export async function* closeOpenSession(drive: Drive, owner: string): AsyncGenerator<BurnProgress, readonly string[]> {
  const closing = closeDiscSteps(drive, { ending: 'close-session', owner });
  try {
    for (;;) {
      const { done, value } = await closing.next();
      if (done) return value.warnings;
      if (value.phase === 'repairing') yield { phase: 'closing the session', warning: value.did };
      else yield value;
    }
  } catch (error) {
    if (!(error instanceof BurnError)) throw error;
    // The tracks that it means were on the disc already.
    const remedy = error.remedy.replace(/^The tracks are written\. /, '');
    throw error.with({ remedy: `The data was not written. ${remedy}` });
  } finally {
    await closing.return(undefined as never);
  }
}

const CLOSED = 'The open session was closed; no data was written.';

/**
 * A failure after the open session was closed. The disc has changed: before a track was begun, the failure says that it has, and what is
 * not a BurnError becomes one.
 */
export async function afterClosing(drive: Drive, error: unknown): Promise<unknown> {
  if (!(error instanceof BurnError)) {
    const disc = await discAfter(drive, error);
    const remedy = `${CLOSED} Append the data once the cause is removed`;
    return new BurnError({ phase: 'preparing', reason: messageOf(error), disc, remedy, cause: error });
  }
  if (!wroteNothing(error)) return error;
  return error.with({ remedy: `${CLOSED} ${error.remedy.replace(NOTHING_WRITTEN, '')}` });
}
