import { cueSheetEntries, sendCueSheet } from '../../mmc/commands/send-cue-sheet.ts';
import { WriteType } from '../../mmc/mode-pages/write-parameters.ts';
import { dataPhaseError, illegalRequest, parameterListLengthError } from '../check-condition.ts';
import { acceptCueSheet } from '../write-types/session-at-once.ts';
import { handle } from './handler.ts';

const ENTRY_BYTES = 8;
/** Announced by feature 002Eh: room for 99 tracks with ten entries each, and to spare. */
export const MAX_CUE_SHEET_BYTES = 8_192;

export const sendCueSheetHandler = handle(sendCueSheet, 'medium', ({ drive, args, data }) => {
  if (data.length !== args.cueSheetBytes) throw dataPhaseError();
  if (data.length === 0 || data.length % ENTRY_BYTES !== 0 || data.length > MAX_CUE_SHEET_BYTES) {
    throw parameterListLengthError();
  }
  // 5/2C/00 command sequence error: the Write Parameters page must be set first.
  if (drive.recorder.parameters.writeType !== WriteType.SessionAtOnce) throw illegalRequest(0x2c, 0x00);
  acceptCueSheet(drive.recorder.cd, cueSheetEntries.decode(data));
});
