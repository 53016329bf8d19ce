import { PREGAP_BLOCKS } from '../../cd/geometry.ts';
import { type DiscState, readDiscState, type TrackState } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import { watchForReset } from '../../drive/reset-watch.ts';
import { CloseFunction, closeTrackSession } from '../../mmc/commands/close-track-session.ts';
import type { WriteType } from '../../mmc/mode-pages/write-parameters.ts';
import { type Ending, endingInMmc } from '../ending.ts';
import { BurnError, messageOf } from './burn-error.ts';
import { closeSessionLimitMs } from './limits.ts';
import type { StepProgress } from './progress.ts';
import { runLong } from './run-long.ts';
import { isSessionClosed, requireSessionClosed } from './session-closed.ts';
import type { TrackFormat } from './track-format.ts';
import { untilSettled } from './until-settled.ts';
import { discAfter } from './with-disc.ts';
import { setWriteParameters } from './write-parameters.ts';

const TRY_AGAIN = 'The tracks are written. Try `discwright close` again, in another drive if this one keeps failing';

const CLOSED_ALL_THE_SAME =
  'The session is closed all the same, as the disc shows: look at it with `discwright info`, and see whether it plays';

const AFTER_RESET = 'then finish the disc with `discwright close`';

/** A closed track, by what cannot change any more. */
type ClosedTrack = Pick<TrackState, 'number' | 'startLba' | 'lengthBlocks'>;

export interface CloseSessionOptions {
  /** How the session was, or would be, written. */
  readonly writeType: WriteType;
  /** Whether another session may follow. */
  readonly ending: Exclude<Ending, 'leave-open'>;
  /** The format of the session's last track. */
  readonly format: TrackFormat;
  /** Tracks that the disc must have afterwards. */
  readonly tracks?: readonly ClosedTrack[] | undefined;
  readonly testWrite?: boolean | undefined;
  readonly bufferUnderrunFree?: boolean | undefined;
  /** Of the disc: 13 digits. Drives write it with what they write last. */
  readonly catalogueNumber?: string | undefined;
  /** The speed in use, in units of 1,000 bytes a second; 1x unless known. */
  readonly writeKBps?: number | undefined;
}

/**
 * Writes the lead-in and lead-out of the open session: page 05h with the multi-session bits, which take effect when the
 * session is closed, then CLOSE SESSION, polled until it ends. Then reads the disc state back.
 * @throws BurnError
 */
export async function* closeSession(
  drive: Drive,
  {
    writeType,
    ending,
    format,
    tracks = [],
    testWrite = false,
    bufferUnderrunFree = true,
    catalogueNumber,
    writeKBps,
  }: CloseSessionOptions,
): AsyncGenerator<StepProgress, DiscState> {
  const step = { phase: 'closing the session' } as const;
  const remedy = testWrite ? 'This was a test write: nothing needs to be closed' : TRY_AGAIN;
  const { multiSession } = endingInMmc(ending);
  let describe = watchForReset(drive, AFTER_RESET);
  const setPage = () =>
    setWriteParameters(drive, { writeType, multiSession, format, testWrite, bufferUnderrunFree, catalogueNumber });
  try {
    await setPage();
    describe = watchForReset(drive, AFTER_RESET);
    yield* runLong(drive, {
      step,
      limitMs: closeSessionLimitMs(writeKBps),
      make: (immediate) => closeTrackSession({ immediate, closeFunction: CloseFunction.Session }),
      afterReset: setPage,
      isDone: async () => !testWrite && isSessionClosed(await readDiscState(drive, { everyTrack: true }), multiSession),
    });
  } catch (error) {
    const failure =
      error instanceof BurnError ? error : new BurnError({ ...step, reason: messageOf(error), remedy, cause: error });
    const disc = await discAfter(drive, error);
    const closed = !testWrite && disc !== undefined && isSessionClosed(disc, multiSession);
    throw failure.with({ ...step, disc, remedy: closed ? CLOSED_ALL_THE_SAME : remedy });
  }
  return untilSettled(drive, async () => {
    const disc = await readDiscState(drive, { everyTrack: true });
    if (!testWrite) {
      requireSessionClosed(disc, multiSession, describe);
      checkTracks(disc, tracks);
    }
    return disc;
  });
}

/** A reply that went wrong may move a track: what does not fit is asked about again. */
function checkTracks(disc: DiscState, expected: readonly ClosedTrack[]): void {
  const lost = expected.find(({ number, startLba, lengthBlocks }) => {
    const track = disc.tracks.find((each) => each.number === number);
    // Some drives count the pregap into the track.
    const before = track === undefined ? Number.NaN : startLba - track.startLba;
    return !(before === 0 || before === PREGAP_BLOCKS) || (track?.lengthBlocks ?? 0) < lengthBlocks;
  });
  if (lost === undefined) return;
  throw new BurnError({
    phase: 'closing the session',
    code: 'NOT_AS_REPORTED',
    reason: `the drive no longer knows track ${lost.number} as it was written, at LBA ${lost.startLba} with ${lost.lengthBlocks} blocks`,
    disc,
    remedy: 'Check the disc with `discwright info` in another drive',
  });
}
