import * as z from 'zod';
import { getConfiguration } from '../../../mmc/commands/get-configuration.ts';
import { ScsiStatus } from '../../../transport/sam.ts';
import { defineHabit } from './define-habit.ts';

const { opcode, reply } = getConfiguration.spec;

/** GET CONFIGURATION says that a feature is in effect, or not, whatever the disc is. */
export const claimsFeature = defineHabit({
  schema: z.strictObject({
    habit: z.literal('claims-feature'),
    code: z.int().min(0).max(0xffff),
    current: z.boolean(),
  }),
  answerer:
    ({ code, current }) =>
    async (call, next) => {
      const answer = await next();
      // What was cut off cannot be changed as a whole: programs ask for the length first.
      if (call.cdb[0] !== opcode || answer.status !== ScsiStatus.Good || answer.data.length <= HEADER_BYTES)
        return answer;
      const { currentProfile, entries } = reply.decode(answer.data);
      const changed = entries.map((entry) => (entry.code === code ? { ...entry, current } : entry));
      const data = reply.encode({ currentProfile, entries: changed });
      return { ...answer, data: data.length === answer.data.length ? data : answer.data };
    },
});

const HEADER_BYTES = 8;
