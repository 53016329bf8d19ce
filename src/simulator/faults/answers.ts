import { encodeSense } from '../../scsi/sense.ts';
import { ScsiStatus } from '../../transport/sam.ts';
import type { Answer } from '../core.ts';
import type { Effect } from './effect.ts';
import type { FaultEffect } from './fault.ts';

const NOTHING = new Uint8Array();

const STATUS = {
  'CHECK CONDITION': ScsiStatus.CheckCondition,
  BUSY: ScsiStatus.Busy,
  'RESERVATION CONFLICT': ScsiStatus.ReservationConflict,
  'TASK SET FULL': ScsiStatus.TaskSetFull,
  'TASK ABORTED': ScsiStatus.TaskAborted,
} as const;

const instead = (answer: Answer): Effect => ({ hit: async () => answer });

export const statusEffect = (status: keyof typeof STATUS): Effect =>
  instead({ status: STATUS[status], sense: NOTHING, data: NOTHING });

export function senseEffect(triple: string, does: FaultEffect): Effect {
  const [key = 0, asc = 0, ascq = 0] = triple.split('/').map((digits) => Number.parseInt(digits, 16));
  const { deferred, information, fieldPointer, progress } = does;
  const sense = encodeSense({
    key,
    asc,
    ascq,
    ...(deferred === undefined ? {} : { deferred }),
    ...(information === undefined ? {} : { information }),
    ...(progress === undefined ? {} : { progress }),
    ...(fieldPointer === undefined ? {} : { fieldPointer: pointer(fieldPointer) }),
  });
  return instead({ status: STATUS['CHECK CONDITION'], sense, data: NOTHING });
}

const pointer = ({ bit, ...place }: NonNullable<FaultEffect['fieldPointer']>) => ({
  ...place,
  ...(bit === undefined ? {} : { bit }),
});
