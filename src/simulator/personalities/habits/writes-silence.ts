import * as z from 'zod';
import { write10 } from '../../../mmc/commands/write-10.ts';
import { defineHabit } from './define-habit.ts';

/** Accepts every WRITE as if all were well, and records zeros instead of its bytes. */
export const writesSilence = defineHabit({
  schema: z.strictObject({ habit: z.literal('writes-silence') }),
  answerer: () => (call, next) =>
    next(call.cdb[0] === write10.spec.opcode ? { ...call, data: new Uint8Array(call.data.length) } : call),
});
