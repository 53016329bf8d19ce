import * as z from 'zod';
import { refusal, senseText } from './answers.ts';
import { defineHabit } from './define-habit.ts';
import { isOccasion, occasion } from './occasion.ts';

/** A command that the drive does not know or does not accept. */
export const refuses = defineHabit({
  schema: z.strictObject({ habit: z.literal('refuses'), ...occasion.shape, sense: senseText }),
  answerer: ({ sense, ...settings }) => {
    const answer = refusal(sense);
    return async (call, next) => (isOccasion(settings, call) ? answer : next());
  },
});
