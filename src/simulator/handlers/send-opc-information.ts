import { sendOpcInformation } from '../../mmc/commands/send-opc-information.ts';
import { illegalRequest } from '../check-condition.ts';
import { handle } from './handler.ts';

/** Test spots in the power calibration area; an estimate. */
const CALIBRATION_MS = 3_000;

export const sendOpcInformationHandler = handle(sendOpcInformation, 'medium', async ({ drive, args }) => {
  // 5/30/05: calibrating is pointless for a disc that cannot be written.
  if (drive.disc.complete) throw illegalRequest(0x30, 0x05);
  if (args.doOpc) await drive.perform({ durationMs: CALIBRATION_MS, effect: async () => {} }, false);
});
