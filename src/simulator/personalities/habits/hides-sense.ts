import * as z from 'zod';
import { requestSense } from '../../../scsi/commands/request-sense.ts';
import { ScsiStatus } from '../../../transport/sam.ts';
import { defineHabit } from './define-habit.ts';

/** CHECK CONDITION comes without sense data; the next REQUEST SENSE returns them. */
export const hidesSense = defineHabit({
  schema: z.strictObject({ habit: z.literal('hides-sense') }),
  answerer: () => {
    let kept = new Uint8Array();
    return async (call, next) => {
      if (call.cdb[0] === requestSense.spec.opcode && kept.length > 0) {
        const data = kept;
        kept = new Uint8Array();
        return { status: ScsiStatus.Good, sense: new Uint8Array(), data };
      }
      const answer = await next();
      kept = Uint8Array.from(answer.sense);
      return { ...answer, sense: new Uint8Array() };
    };
  },
});
