import { encodeSense } from '../../scsi/sense.ts';
import type { Answer } from '../drive/virtual-burner.ts';
import type { Effect } from './effect.ts';
import type { FaultEffect } from './fault.ts';

const NOTHING = new Uint8Array();

/** SAM-3 table 21. */
const STATUS = {
  'CHECK CONDITION': 0x02,
  BUSY: 0x08,
  'RESERVATION CONFLICT': 0x18,
  'TASK SET FULL': 0x28,
  'TASK ABORTED': 0x40,
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
