import * as z from 'zod';
import { synchronizeCache } from '../../../mmc/commands/synchronize-cache.ts';
import { write10 } from '../../../mmc/commands/write-10.ts';
import { defineHabit } from './define-habit.ts';

const EMPTYING: ReadonlySet<number | undefined> = new Set([write10.spec.opcode, synchronizeCache.spec.opcode]);

/** The buffer is empty as soon as it is filled, faster than any disc turns. */
export const takesNoTime = defineHabit({
  schema: z.strictObject({ habit: z.literal('takes-no-time') }),
  answerer: () => (call, next) => {
    if (EMPTYING.has(call.cdb[0])) call.drive.recorder.buffer.clear();
    return next();
  },
});
