import * as z from 'zod';
import { commandFor } from '../../../mmc/commands/index.ts';
import { defineHabit } from './define-habit.ts';
import { isOccasion, occasion } from './occasion.ts';

/** Carries a command out as if some fields of its CDB said something else. */
export const takesFor = defineHabit({
  schema: z.strictObject({
    habit: z.literal('takes-for'),
    ...occasion.shape,
    set: z.record(z.string(), z.union([z.int(), z.boolean()])),
  }),
  answerer:
    ({ set, ...settings }) =>
    (call, next) => {
      const layout = isOccasion(settings, call) ? commandFor(call.cdb)?.spec.cdb : undefined;
      return next(layout === undefined ? call : { ...call, cdb: layout.patch(call.cdb, set) });
    },
});
