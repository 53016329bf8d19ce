import type { Drive } from '../../drive/drive.ts';
import { waitUntilReady } from '../../drive/ready.ts';
import type { Command } from '../../scsi/command.ts';
import { isSense, SenseKey } from '../../scsi/sense.ts';
import { SenseError } from '../../scsi/sense-error.ts';
import type { BlankProgress, StepProgress } from './progress.ts';

/**
 * Sends a long command with Immed, or without where the drive does not know the bit, and waits for its end, yielding how
 * far it has come.
 */
export async function* runLong<S extends StepProgress | BlankProgress>(
  drive: Drive,
  make: (immediate: boolean) => Command<void>,
  step: S,
  limitMs: number,
): AsyncGenerator<S, void> {
  yield step;
  // A drive that ignores Immed answers when it is done: aborting it before would ruin the disc.
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
