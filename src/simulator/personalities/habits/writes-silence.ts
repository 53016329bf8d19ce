import { z } from 'zod';
import { write10 } from '../../../mmc/commands/write-10.ts';
import { defineHabit } from './define-habit.ts';

/** Keeps books of every WRITE as if all were well, and none of its bytes. */
export const writesSilence = defineHabit({
  schema: z.strictObject({ habit: z.literal('writes-silence') }),
  answerer: () => (call, next) =>
    next(call.cdb[0] === write10.spec.opcode ? { ...call, data: new Uint8Array(call.data.length) } : call),
});
