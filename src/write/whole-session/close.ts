import { type DiscState, readDiscState } from '../../drive/disc-state.ts';
import { watchForReset } from '../../drive/reset-watch.ts';
import { synchronizeCache } from '../../mmc/commands/synchronize-cache.ts';
import { WriteType } from '../../mmc/mode-pages/write-parameters.ts';
import { endingInMmc } from '../ending.ts';
import { closeSession } from '../engine/close-session.ts';
import { closeTrackIfOpen, flush } from '../engine/close-track.ts';
import { closeSessionLimitMs, endOfTrackLimitMs } from '../engine/limits.ts';
import type { BurnProgress } from '../engine/progress.ts';
import { runLong } from '../engine/run-long.ts';
import { type SentTrack, trackLengthOf, trackStartOf } from '../engine/send-extent.ts';
import { isSessionClosed, requireSessionClosed } from '../engine/session-closed.ts';
import { formatOfLastTrack, formatOfTrack } from '../engine/track-format.ts';
import { untilSettled } from '../engine/until-settled.ts';
import { setWriteParameters } from '../engine/write-parameters.ts';
import type { WriteJob } from '../recipe.ts';
import { catalogueNumberWarnings, cdTextWarnings } from '../verify/check-codes.ts';
import { checkTableOfContents } from '../verify/check-table-of-contents.ts';

/**
 * Flushes a session that was written in one go: the drive then writes the rest of its buffer and the lead-out. A session of
 * which blocks are missing stays open; its last track is ended, so that the session can be closed.
 */
export async function* endSession(job: WriteJob, sent: readonly SentTrack[]): AsyncGenerator<BurnProgress, void> {
  const { drive, ending, testWrite, bufferUnderrunFree, writeKBps } = job;
  const { multiSession } = endingInMmc(ending);
  yield* runLong(drive, {
    step: { phase: 'flushing' },
    limitMs: closeSessionLimitMs(writeKBps) + endOfTrackLimitMs(writeKBps),
    make: (immediate) => synchronizeCache({ immediate }),
    isDone: async () => !testWrite && isSessionClosed(await readDiscState(drive, { everyTrack: true }), multiSession),
  });
  // A track of which nothing was sent would be ended as an empty one.
  if (testWrite || sent.length === 0) return;
  const { tracks } = await readDiscState(drive);
  const open = tracks.find((track) => track.open);
  if (open === undefined) return;
  // The drive waits for the missing blocks while the page says that a whole session is written.
  const format = formatOfTrack(open);
  const writeType = WriteType.TrackAtOnce;
  await setWriteParameters(drive, { writeType, multiSession, format, testWrite, bufferUnderrunFree });
  yield* flush(drive, open.number, 0, writeKBps);
  yield* closeTrackIfOpen(drive, open.number, writeKBps);
}

const CUT_OFF =
  'the session was stopped before all of it was written, and closed where it is: tracks are missing, and CD-TEXT may be';

const AFTER_RESET = 'then finish the disc with `discwright close`';

/**
 * Checks that the flush has closed the session, and closes one that was cut off. Then the table of contents and what the
 * lead-in carries are read back.
 * @param packs of the CD-TEXT that was sent
 * @param cutOffWarnings what to say of a session that was stopped
 */
export async function* finishSession(
  job: WriteJob,
  packs: Uint8Array | undefined,
  cutOffWarnings: readonly string[] = [CUT_OFF],
): AsyncGenerator<BurnProgress, DiscState> {
  const { drive, ending, tracks, testWrite, bufferUnderrunFree, catalogueNumber, writeKBps } = job;
  if (testWrite || ending === 'leave-open') return await readDiscState(drive, { everyTrack: true });
  const { multiSession } = endingInMmc(ending);
  const describe = watchForReset(drive, AFTER_RESET);
  const cutOff = job.cutOff !== undefined;
  let disc = await untilSettled(drive, async () => {
    const now = await readDiscState(drive, { everyTrack: true });
    if (!cutOff) requireSessionClosed(now, multiSession, describe);
    return now;
  });
  if (!isSessionClosed(disc, multiSession)) {
    disc = yield* closeSession(drive, {
      writeType: WriteType.TrackAtOnce,
      ending,
      format: tracks.at(-1)?.format ?? formatOfLastTrack(disc),
      tracks: tracks.map((track) => ({
        number: track.number,
        startLba: trackStartOf(track),
        lengthBlocks: trackLengthOf(track),
      })),
      bufferUnderrunFree,
      catalogueNumber,
      writeKBps,
    });
  }
  await checkTableOfContents(drive, tracks);
  const warnings = cutOff
    ? cutOffWarnings
    : [...(await catalogueNumberWarnings(drive, catalogueNumber)), ...(await cdTextWarnings(drive, packs))];
  for (const warning of warnings) yield { phase: 'closing the session', warning };
  return disc;
}
