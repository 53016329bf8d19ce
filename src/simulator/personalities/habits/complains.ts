import * as z from 'zod';
import { ScsiStatus } from '../../../transport/sam.ts';
import { refusal, senseText } from './answers.ts';
import { defineHabit } from './define-habit.ts';
import { isOccasion, occasion } from './occasion.ts';

/** Carries the command out, and answers as if it had failed. */
export const complains = defineHabit({
  schema: z.strictObject({ habit: z.literal('complains'), ...occasion.shape, sense: senseText }),
  answerer: ({ sense, ...settings }) => {
    const complaint = refusal(sense);
    return async (call, next) => {
      const answer = await next();
      return isOccasion(settings, call) && answer.status === ScsiStatus.Good ? complaint : answer;
    };
  },
});
