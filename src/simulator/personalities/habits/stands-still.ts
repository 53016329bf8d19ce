import * as z from 'zod';
import { encodeSense, SenseKey, tryDecodeSense } from '../../../scsi/sense.ts';
import { defineHabit } from './define-habit.ts';

/** The progress that the drive reports while it is busy is always this one (0 to 1). */
export const standsStill = defineHabit({
  schema: z.strictObject({ habit: z.literal('stands-still'), progress: z.number().min(0).lt(1) }),
  answerer:
    ({ progress }) =>
    async (_call, next) => {
      const answer = await next();
      const sense = tryDecodeSense(answer.sense);
      if (sense?.key !== SenseKey.NotReady || sense.progress === undefined) return answer;
      return { ...answer, sense: encodeSense({ ...sense, progress }) };
    },
});
