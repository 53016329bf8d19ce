import { DecodeError } from '../../codec/index.ts';
import { isTimeout } from '../../drive/bad-answer.ts';
import { IncompleteTransferError } from '../../scsi/incomplete-transfer.ts';
import { SenseError, StatusError } from '../../scsi/sense-error.ts';
import { messageOf } from '../engine/burn-error.ts';

const ANSWERS = [SenseError, StatusError, DecodeError, IncompleteTransferError];

/** The warnings of a check, or the drive's refusal or failure to read what it needs, as a warning too. */
export async function warningsOf(what: string, read: () => Promise<string[]>): Promise<string[]> {
  try {
    return await read();
  } catch (error) {
    if (!ANSWERS.some((each) => error instanceof each) && !isTimeout(error)) throw error;
    return [`${what} could not be read back: ${messageOf(error)}`];
  }
}
