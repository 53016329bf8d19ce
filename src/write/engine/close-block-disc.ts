import { isRefusal } from '../../drive/bad-answer.ts';
import type { BlockMedium } from '../../drive/block-medium.ts';
import { type DiscState, readDiscState, trackInformation } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import { watchForReset } from '../../drive/reset-watch.ts';
import { CloseFunction, closeTrackSession } from '../../mmc/commands/close-track-session.ts';
import { synchronizeCache } from '../../mmc/commands/synchronize-cache.ts';
import { WriteType } from '../../mmc/mode-pages/write-parameters.ts';
import { Profile } from '../../mmc/profiles.ts';
import { isSense, SenseKey } from '../../scsi/sense.ts';
import { SenseError } from '../../scsi/sense-error.ts';
import { type Ending, endingInMmc } from '../ending.ts';
import { BurnError, messageOf } from './burn-error.ts';
import type { StepProgress } from './progress.ts';
import { runLong } from './run-long.ts';
import { isSessionClosed, requireSessionClosed } from './session-closed.ts';
import { blockFormat } from './track-format.ts';
import { untilSettled } from './until-settled.ts';
import { discAfter } from './with-disc.ts';
import { setWriteParameters } from './write-parameters.ts';

/** growisofs gives a flush as long: at the end of a DVD-R in one go it writes lead-out and lead-in. */
const FLUSH_LIMIT_MS = 1_800_000;
/** A short DVD is filled to the radius that readers want, which takes at most as long as writing all of it at its slowest, 2x. */
const CLOSE_LIMIT_MS = 2_700_000;

const DVD_R: readonly number[] = [
  Profile.DvdRSequential,
  Profile.DvdRwSequential,
  Profile.DvdRDualLayerSequential,
  Profile.DvdRDualLayerJump,
];
const DVD_PLUS_R: readonly number[] = [Profile.DvdPlusR, Profile.DvdPlusRDualLayer];

/** DVD-R and DVD-RW in sequence: page 05h says how they are written and closed. */
export const hasWriteParameters = (profile: number): boolean => DVD_R.includes(profile);

/** Writes what is in the drive's buffer. Nothing shows that it was done before the track is closed: an answer counts. */
export const flushBlocks = (drive: Drive, track?: number): AsyncGenerator<StepProgress, void> =>
  runLong(drive, {
    step: { phase: 'flushing', ...(track === undefined ? {} : { track }) },
    limitMs: FLUSH_LIMIT_MS,
    make: (immediate) => synchronizeCache({ immediate }),
    isDone: async () => false,
  });

async function isTrackOpen(drive: Drive, track: number): Promise<boolean> {
  const { blank, nextWritableValid } = await trackInformation(drive, track);
  return nextWritableValid && !blank;
}

/** Closes a track that is open: SYNCHRONIZE CACHE does not close it as on CD. */
export async function* closeBlockTrack(drive: Drive, track: number): AsyncGenerator<StepProgress, void> {
  if (await isTrackOpen(drive, track)) yield* closingTrack(drive, track);
}

const closingTrack = (drive: Drive, track: number): AsyncGenerator<StepProgress, void> =>
  runLong(drive, {
    step: { phase: 'closing the track', track },
    limitMs: CLOSE_LIMIT_MS,
    make: (immediate) => closeTrackSession({ immediate, closeFunction: CloseFunction.Track, track }),
    isDone: async () => !(await isTrackOpen(drive, track)),
  });

/**
 * How a session is closed (MMC-6 6.3): of DVD-R page 05h says whether another may follow; DVD+R and BD-R have a function that
 * finalizes. HP's dvd520n wants 101b of DVD+R DL, and cdrskin sends it for every DVD+R.
 */
function functionsFor({ profile }: BlockMedium, ending: Exclude<Ending, 'leave-open'>): readonly CloseFunction[] {
  if (ending === 'close-session' || hasWriteParameters(profile)) return [CloseFunction.Session];
  return DVD_PLUS_R.includes(profile)
    ? [CloseFunction.Finalize, CloseFunction.FinalizeToMinimalRadius]
    : [CloseFunction.Finalize];
}

export interface CloseBlockDiscOptions {
  readonly medium: BlockMedium;
  readonly ending: Exclude<Ending, 'leave-open'>;
  /** Its session was written in one go. */
  readonly writeType?: WriteType | undefined;
  readonly bufferUnderrunFree?: boolean | undefined;
}

/** A session is closed as it was recorded: what another program has begun by layer jump, too. */
const usualWriteType = ({ profile }: BlockMedium): WriteType =>
  profile === Profile.DvdRDualLayerJump ? WriteType.LayerJump : WriteType.Packet;

const AFTER_RESET = 'then finish the disc with `discwright close`';
const TRY_AGAIN = 'The data is written. Try `discwright close` again, in another drive if this one keeps failing';

/**
 * Closes the open session of a disc that is written in sequence, and reads its state back.
 * @throws BurnError
 */
export async function* closeBlockDisc(
  drive: Drive,
  { medium, ending, writeType = usualWriteType(medium), bufferUnderrunFree = true }: CloseBlockDiscOptions,
): AsyncGenerator<StepProgress, DiscState> {
  const step = { phase: 'closing the session' } as const;
  const { multiSession } = endingInMmc(ending);
  let describe = watchForReset(drive, AFTER_RESET);
  const isClosed = async () => isSessionClosed(await readDiscState(drive, { everyTrack: true }), multiSession);
  const setPage = async () => {
    if (!hasWriteParameters(medium.profile)) return;
    await setWriteParameters(drive, {
      writeType,
      multiSession,
      format: blockFormat(medium.eccBlocks),
      testWrite: false,
      bufferUnderrunFree,
      packetBlocks: writeType === WriteType.Packet ? medium.eccBlocks : undefined,
      linkBlocks: writeType === WriteType.Packet ? medium.eccBlocks : undefined,
    });
  };
  try {
    await setPage();
    describe = watchForReset(drive, AFTER_RESET);
    const [first, second] = functionsFor(medium, ending);
    try {
      yield* closingWithTracks(drive, first ?? CloseFunction.Session, isClosed, setPage);
    } catch (error) {
      if (second === undefined || !isRefusal(error)) throw error;
      yield* closingWithTracks(drive, second, isClosed, setPage);
    }
  } catch (error) {
    const failure =
      error instanceof BurnError
        ? error
        : new BurnError({ ...step, reason: messageOf(error), remedy: TRY_AGAIN, cause: error });
    throw failure.with({ ...step, disc: await discAfter(drive, error), remedy: TRY_AGAIN });
  }
  return untilSettled(drive, async () => {
    const disc = await readDiscState(drive, { everyTrack: true });
    requireSessionClosed(disc, multiSession, describe);
    return disc;
  });
}

/** 5/72/03: a track of the session is not closed. One that was reserved and filled does not look open, as wodim leaves it on a DVD+R. */
async function* closingWithTracks(
  drive: Drive,
  closeFunction: CloseFunction,
  isDone: () => Promise<boolean>,
  afterReset: () => Promise<void>,
): AsyncGenerator<StepProgress, void> {
  try {
    yield* closing(drive, closeFunction, isDone, afterReset);
  } catch (error) {
    if (!(error instanceof SenseError && isSense(error.sense, SenseKey.IllegalRequest, 0x72, 0x03))) throw error;
    const { tracks } = await readDiscState(drive, { everyTrack: true });
    const session = tracks.at(-1)?.session;
    for (const { number } of tracks.filter((track) => track.session === session)) yield* closingTrack(drive, number);
    yield* closing(drive, closeFunction, isDone, afterReset);
  }
}

const closing = (
  drive: Drive,
  closeFunction: CloseFunction,
  isDone: () => Promise<boolean>,
  afterReset: () => Promise<void> = async () => {},
): AsyncGenerator<StepProgress, void> =>
  runLong(drive, {
    afterReset,
    step: { phase: 'closing the session' },
    limitMs: CLOSE_LIMIT_MS,
    make: (immediate) => closeTrackSession({ immediate, closeFunction }),
    isDone,
  });

/**
 * Ends the writing of an overwritable disc. DVD+RW: a format that goes on in the background is stopped, so that the disc can be
 * taken out, and then a lead-out is written for drives that only read (growisofs sends both functions, libburn the second);
 * DVD-RW: its border is closed, which its quick format left open. The others have nothing to close.
 */
export async function* closeOverwritable(
  drive: Drive,
  { medium }: Pick<CloseBlockDiscOptions, 'medium'>,
): AsyncGenerator<StepProgress, void> {
  const { profile } = medium;
  if (profile === Profile.DvdPlusRw || profile === Profile.DvdPlusRwDualLayer) {
    const now = await readDiscState(drive);
    if (now.medium?.backgroundFormat === 'complete') return;
    for (const closeFunction of [CloseFunction.StopBackgroundFormat, CloseFunction.Session])
      yield* harmlessly(closing(drive, closeFunction, () => isStopped(drive)));
    return;
  }
  if (profile !== Profile.DvdRwRestrictedOverwrite) return;
  const { lastSession } = await readDiscState(drive);
  if (lastSession === 'complete') return;
  yield* closing(drive, CloseFunction.Session, async () => (await readDiscState(drive)).lastSession === 'complete');
}

const isStopped = async (drive: Drive): Promise<boolean> =>
  (await readDiscState(drive)).medium?.backgroundFormat !== 'in progress';

/** The data is on the disc in any case: a refusal is a warning. */
async function* harmlessly(steps: AsyncGenerator<StepProgress, void>): AsyncGenerator<StepProgress, void> {
  try {
    yield* steps;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    yield {
      phase: 'closing the session',
      warning: `the drive did not stop its format in the background: ${messageOf(error)}`,
    };
  }
}
