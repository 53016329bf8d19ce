import type { Drive } from '../../drive/drive.ts';
import { WHILE_WORKING } from '../../drive/while-working.ts';
import { sendOpcInformation } from '../../mmc/commands/send-opc-information.ts';
import { isSense, SenseKey } from '../../scsi/sense.ts';
import { SenseError } from '../../scsi/sense-error.ts';
import type { SenseTriple } from '../../transport/transport.ts';
import { BurnError } from './burn-error.ts';

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

/**
 * Has the drive calibrate its laser power. Drives without the command calibrate by themselves at the first WRITE, so a
 * refusal is not an error. A failed calibration is one, found before anything was written.
 * @throws BurnError of phase `calibrating`
 */
export async function calibrate(drive: Drive): Promise<void> {
  for (let attempts = 1; ; attempts++) {
    try {
      await drive.execute(sendOpcInformation({ doOpc: true }, []), { resend: WHILE_WORKING });
      return;
    } catch (error) {
      if (!(error instanceof SenseError)) throw error;
      if (HARMLESS.some((isHarmless) => isHarmless(error.sense))) return;
      if (error.sense.key === SenseKey.UnitAttention && attempts < MOST_ATTEMPTS) continue;
      throw new BurnError({
        phase: 'calibrating',
        reason: error.message,
        remedy: 'Clean the disc, use another one, or write at another speed',
        cause: error,
      });
    }
  }
}
