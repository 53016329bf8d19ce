import { currentSenseTriple } from './sense-triple.ts';
import type { AnsweredReply } from './transport.ts';

/** SCSI status codes (SAM-3 table 21), without the obsolete ones and those of linked commands. */
export const ScsiStatus = {
  Good: 0x00,
  CheckCondition: 0x02,
  ConditionMet: 0x04,
  Busy: 0x08,
  ReservationConflict: 0x18,
  TaskSetFull: 0x28,
  AcaActive: 0x30,
  TaskAborted: 0x40,
} as const;
/** A value of the constant of the same name. */
export type ScsiStatus = (typeof ScsiStatus)[keyof typeof ScsiStatus];

/** Statuses that clear by themselves: another program is using the drive (SAM-3 5.3.1). */
export const TRANSIENT_STATUSES: readonly number[] = [ScsiStatus.Busy, ScsiStatus.TaskSetFull];

/** RECOVERED ERROR, the highest sense key of a command that was carried out (SPC-3 4.5.6). */
const RECOVERED_ERROR = 0x01;

/**
 * Whether the drive carried the command out: GOOD, CONDITION MET, or CHECK CONDITION with no sense or a recovered error. A
 * deferred error is a failure whatever its key: the command it came with was not carried out (SPC-3 4.5.7).
 */
export function hasSucceeded({ status, sense }: Pick<AnsweredReply, 'status' | 'sense'>): boolean {
  if (status === ScsiStatus.Good || status === ScsiStatus.ConditionMet) return true;
  if (status !== ScsiStatus.CheckCondition) return false;
  const triple = currentSenseTriple(sense);
  return triple !== undefined && triple.key <= RECOVERED_ERROR;
}
