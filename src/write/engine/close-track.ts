import { trackInformation } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import { CloseFunction, closeTrackSession } from '../../mmc/commands/close-track-session.ts';
import { synchronizeCache } from '../../mmc/commands/synchronize-cache.ts';
import type { StepProgress } from './progress.ts';
import { runLong } from './run-long.ts';

const FLUSH_LIMIT_MS = 600_000;

/** Writes out the drive's buffer, which ends a Track-At-Once track. */
export const flush = (drive: Drive, track: number): AsyncGenerator<StepProgress, void> =>
  runLong(drive, (immediate) => synchronizeCache({ immediate }), { phase: 'flushing', track }, FLUSH_LIMIT_MS);

/**
 * Closes a track that is still open after its flush. Most drives close it by the flush itself, and some fail CLOSE TRACK
 * then, so it is never sent blindly.
 */
export async function* closeTrackIfOpen(drive: Drive, track: number): AsyncGenerator<StepProgress, void> {
  const { nextWritableValid, blank } = await trackInformation(drive, track);
  if (!nextWritableValid || blank) return;
  yield* closeTrack(drive, track);
}

export const closeTrack = (drive: Drive, track: number): AsyncGenerator<StepProgress, void> =>
  runLong(
    drive,
    (immediate) => closeTrackSession({ immediate, closeFunction: CloseFunction.Track, track }),
    { phase: 'closing the track', track },
    FLUSH_LIMIT_MS,
  );
