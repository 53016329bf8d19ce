import * as z from 'zod';
import { CueAdr, cuePosition, cueSheetEntries, sendCueSheet } from '../../../mmc/commands/send-cue-sheet.ts';
import { invalidParameter } from '../../check-condition.ts';
import { refusal } from './answers.ts';
import { defineHabit } from './define-habit.ts';
import { fieldValues, matchesFields } from './occasion.ts';

const ENTRY_BYTES = 8;

/** A drive that refuses cue sheets with certain entries: 5/26/00, pointing at the first of them. */
export const refusesCueSheet = defineHabit({
  schema: z.strictObject({
    habit: z.literal('refuses-cue-sheet'),
    /** Fields of an entry that says where something begins, by the names of its declaration; any one of these is refused. */
    entries: z.array(fieldValues).min(1),
  }),
  answerer: ({ entries: refused }) => {
    return async (call, next) => {
      if (call.cdb[0] !== sendCueSheet.spec.opcode || call.data.length % ENTRY_BYTES !== 0) return next();
      const at = cueSheetEntries
        .decode(call.data)
        .findIndex(
          ({ adr, content }) =>
            adr === CueAdr.Position &&
            refused.some((values) => matchesFields(values, cuePosition.decode(content) as never)),
        );
      return at < 0 ? next() : { ...refusal('5/26/00'), sense: invalidParameter(at * ENTRY_BYTES).sense };
    };
  },
});
