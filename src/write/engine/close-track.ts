import { trackInformation } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import { waitUntilReady } from '../../drive/ready.ts';
import { CloseFunction, closeTrackSession } from '../../mmc/commands/close-track-session.ts';
import { synchronizeCache } from '../../mmc/commands/synchronize-cache.ts';
import type { Command } from '../../scsi/command.ts';
import { isSense, SenseKey } from '../../scsi/sense.ts';
import { SenseError } from '../../scsi/sense-error.ts';
import type { BlankProgress, StepProgress } from './progress.ts';

const FLUSH_LIMIT_MS = 600_000;

/**
 * Sends a long command with Immed, or without where the drive does not know the bit, and waits for its end, yielding how
 * far it is.
 */
export async function* runLong<S extends StepProgress | BlankProgress>(
  drive: Drive,
  make: (immediate: boolean) => Command<void>,
  step: S,
  limitMs: number,
): AsyncGenerator<S, void> {
  yield step;
  // A drive that ignores Immed answers when it is through: breaking it off before would ruin the disc.
  const options = { timeoutMs: limitMs };
  try {
    await drive.execute(make(true), options);
  } catch (error) {
    if (!(error instanceof SenseError)) throw error;
    if (isSense(error.sense, SenseKey.IllegalRequest, 0x24)) await drive.execute(make(false), options);
    // Insufficient time for operation: Mitsumi's "I am back early, and go on".
    else if (!isSense(error.sense, SenseKey.UnitAttention, 0x2e)) throw error;
  }
  for await (const fraction of waitUntilReady(drive, { activity: step.phase, limitMs, discInformation: true })) {
    yield fraction === undefined ? step : { ...step, fraction };
  }
}

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
