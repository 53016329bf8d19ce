import { beliefIn, isPassing } from '../../drive/bad-answer.ts';
import type { Drive } from '../../drive/drive.ts';
import { WHILE_WORKING } from '../../drive/while-working.ts';
import { reasonOf, remedyOf } from '../../error-words.ts';
import { sendOpcInformation } from '../../mmc/commands/send-opc-information.ts';
import { isSense, SenseKey } from '../../scsi/sense.ts';
import { SenseError } from '../../scsi/sense-error.ts';
import type { SenseTriple } from '../../transport/transport.ts';
import { BurnError, messageOf } from './burn-error.ts';
import { BUSY_REMEDY, isBusy } from './stays-busy.ts';

/** Errors that drives return for SEND OPC INFORMATION and then write well. */
const HARMLESS: readonly ((sense: SenseTriple) => boolean)[] = [
  ({ key }) => key === SenseKey.IllegalRequest,
  // Operator selected write permit.
  (sense) => isSense(sense, SenseKey.UnitAttention, 0x5a, 0x03),
  // Power calibration area almost full: the calibration was done, but there is little room for another.
  (sense) => isSense(sense, SenseKey.MediumError, 0x73, 0x01),
];

/** A drive queues unit attentions, one a command: the calibration that met one was not carried out. */
const MOST_ATTEMPTS = 4;

/** Whether the drive may calibrate if it is asked again: an area of the disc for calibrations is used up by each. */
function mayStillWork(error: unknown, attempts: number): boolean {
  if (isPassing(error)) return attempts < MOST_ATTEMPTS;
  const disc = error instanceof SenseError && error.sense.key === SenseKey.MediumError && !error.sense.deferred;
  return !disc && attempts < beliefIn(error).answers;
}

/**
 * Has the drive calibrate its laser power. Drives without the command calibrate by themselves at the first WRITE, so a
 * refusal is not an error. A failed calibration is one, found before anything was written.
 * @throws BurnError of phase `calibrating`; the signal's reason when it is aborted meanwhile
 */
export async function calibrate(drive: Drive, signal?: AbortSignal): Promise<void> {
  for (let attempts = 1; ; attempts++) {
    try {
      await drive.execute(sendOpcInformation({ doOpc: true }, []), { resend: WHILE_WORKING });
      return;
    } catch (error) {
      if (error instanceof SenseError && HARMLESS.some((isHarmless) => isHarmless(error.sense))) return;
      if (mayStillWork(error, attempts)) {
        await drive.clock.sleep(ASK_AGAIN_MS, signal);
        continue;
      }
      throw calibrationFailure(error);
    }
  }
}

/** A calibration burns a test pattern: what the drive says of the medium there is a matter of the disc. */
function calibrationFailure(cause: unknown): BurnError {
  const phase = 'calibrating';
  if (isBusy(cause)) return new BurnError({ phase, reason: reasonOf(cause), remedy: BUSY_REMEDY, cause });
  const isOfDisc = cause instanceof SenseError && cause.sense.key === SenseKey.MediumError;
  const own = isOfDisc ? undefined : remedyOf(cause);
  return own === undefined
    ? new BurnError({ phase, reason: messageOf(cause), remedy: ANOTHER_DISC, cause })
    : new BurnError({ phase, reason: reasonOf(cause), remedy: own, cause });
}

const ANOTHER_DISC = 'Clean the disc, use another one, or write at another speed';

const ASK_AGAIN_MS = 1_000;
