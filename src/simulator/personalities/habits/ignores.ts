import * as z from 'zod';
import { GOOD_ANSWER } from './answers.ts';
import { defineHabit } from './define-habit.ts';
import { isOccasion, occasion } from './occasion.ts';

/** GOOD, and nothing done. For commands without a reply. */
export const ignores = defineHabit({
  schema: z.strictObject({ habit: z.literal('ignores'), ...occasion.shape }),
  answerer: (settings) => async (call, next) => (isOccasion(settings, call) ? GOOD_ANSWER : next()),
});
