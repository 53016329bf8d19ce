import * as z from 'zod';
import { ScsiStatus } from '../../../transport/sam.ts';
import type { Answer } from '../../core.ts';
import { defineHabit } from './define-habit.ts';
import { isOccasion, occasion } from './occasion.ts';

/** Repeats an earlier answer: what it knew before the disc changed. */
export const repeatsItself = defineHabit({
  schema: z.strictObject({
    habit: z.literal('repeats-itself'),
    ...occasion.shape,
    /** For `forMs` milliseconds after the last of these commands. Default: always. */
    after: occasion.shape.commands.optional(),
    forMs: z.int().positive().optional(),
  }),
  answerer: ({ after, forMs = 0, ...settings }) => {
    const known = new Map<string, Answer>();
    let changedAt = Number.NEGATIVE_INFINITY;
    return async (call, next) => {
      const now = () => call.drive.clock.now();
      if (after !== undefined && isOccasion({ commands: after }, call)) {
        const answer = await next();
        changedAt = now();
        return answer;
      }
      if (!isOccasion(settings, call)) return next();
      const question = call.cdb.toString();
      const earlier = known.get(question);
      const stale = after === undefined || now() - changedAt < forMs;
      if (earlier !== undefined && stale) return { ...earlier, data: Uint8Array.from(earlier.data) };
      const answer = await next();
      if (answer.status === ScsiStatus.Good) known.set(question, answer);
      return answer;
    };
  },
});
