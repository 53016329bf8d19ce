import { trackInformation } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import { CloseFunction, closeTrackSession } from '../../mmc/commands/close-track-session.ts';
import { synchronizeCache } from '../../mmc/commands/synchronize-cache.ts';
import { endOfTrackLimitMs } from './limits.ts';
import type { StepProgress } from './progress.ts';
import { runLong } from './run-long.ts';

async function isClosed(drive: Drive, track: number, leastBlocks: number): Promise<boolean> {
  const { blank, damage, nextWritableValid, lengthBlocks } = await trackInformation(drive, track);
  return !blank && !damage && !nextWritableValid && lengthBlocks >= leastBlocks;
}

/**
 * Flushes the drive's buffer, which ends a Track-At-Once track.
 * @param sentBlocks as many blocks as the track must have when it is closed
 * @param writeKBps the speed in use, if it is known
 */
export const flush = (
  drive: Drive,
  track: number,
  sentBlocks = 0,
  writeKBps?: number,
): AsyncGenerator<StepProgress, void> =>
  runLong(drive, {
    step: { phase: 'flushing', track },
    limitMs: endOfTrackLimitMs(writeKBps),
    make: (immediate) => synchronizeCache({ immediate }),
    isDone: () => isClosed(drive, track, sentBlocks),
  });

/**
 * Closes a track that is still open after its flush. On most drives the flush itself closes it, and some then fail
 * CLOSE TRACK, so the command is never sent blindly.
 */
export async function* closeTrackIfOpen(
  drive: Drive,
  track: number,
  writeKBps?: number,
): AsyncGenerator<StepProgress, void> {
  const { nextWritableValid, blank } = await trackInformation(drive, track);
  if (!nextWritableValid || blank) return;
  yield* closeTrack(drive, track, writeKBps);
}

export const closeTrack = (drive: Drive, track: number, writeKBps?: number): AsyncGenerator<StepProgress, void> =>
  runLong(drive, {
    step: { phase: 'closing the track', track },
    limitMs: endOfTrackLimitMs(writeKBps),
    make: (immediate) => closeTrackSession({ immediate, closeFunction: CloseFunction.Track, track }),
    isDone: () => isClosed(drive, track, 0),
  });
