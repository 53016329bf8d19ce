import * as z from 'zod';
import { discInformationBlock } from '../../../mmc/commands/read-disc-information.ts';
import { trackInformationBlock } from '../../../mmc/commands/read-track-information.ts';
import { ScsiStatus } from '../../../transport/sam.ts';
import { defineHabit } from './define-habit.ts';
import { fieldValues, isOccasion, matchesFields, occasion } from './occasion.ts';

const LAYOUTS = {
  'READ DISC INFORMATION': discInformationBlock,
  'READ TRACK INFORMATION': trackInformationBlock,
} as const;

const numbers = z.record(z.string(), z.union([z.int(), z.boolean()]));

/** Changes fields of what the drive reports about disc or tracks. */
export const tells = defineHabit({
  schema: z.strictObject({
    habit: z.literal('tells'),
    ...occasion.omit({ commands: true }).shape,
    in: z.enum(['READ DISC INFORMATION', 'READ TRACK INFORMATION']),
    /** Only in replies with these values. */
    where: fieldValues.optional(),
    set: numbers.optional(),
    /** Added to the values of fields. */
    add: z.record(z.string(), z.int()).optional(),
  }),
  answerer: ({ in: command, where = {}, set = {}, add = {}, ...settings }) => {
    const layout = LAYOUTS[command];
    const when = { commands: [command], ...settings };
    return async (call, next) => {
      const answer = await next();
      if (!isOccasion(when, call) || answer.status !== ScsiStatus.Good || answer.data.length < layout.lengthBytes)
        return answer;
      const values: Readonly<Record<string, unknown>> = layout.decode(answer.data);
      if (!matchesFields(where, values)) return answer;
      const sums = Object.entries(add).map(([name, more]) => [name, Number(values[name]) + more] as const);
      return { ...answer, data: layout.patch(answer.data, { ...set, ...Object.fromEntries(sums) }) };
    };
  },
});
