import * as z from 'zod';
import { modePageByCode } from '../../../mmc/mode-pages/index.ts';
import { modeSelect10 } from '../../../scsi/commands/mode-select-10.ts';
import { modeSense10 } from '../../../scsi/commands/mode-sense-10.ts';
import { type AnyModePage, modePageHeader, modeParameters, PageControl } from '../../../scsi/mode-page.ts';
import { ScsiStatus } from '../../../transport/sam.ts';
import type { Answer, Call } from '../../core.ts';
import { refusal, senseText } from './answers.ts';
import { defineHabit } from './define-habit.ts';
import { fieldValues, matchesFields } from './occasion.ts';

const changeable = z.array(z.string()).optional();

/** A mode page that begins with odd values, or for which MODE SELECT refuses some values. */
export const modePage = defineHabit({
  schema: z.strictObject({
    habit: z.literal('mode-page'),
    page: z.int().refine((code) => modePageByCode(code) !== undefined, 'there is no such mode page'),
    /** The values until a MODE SELECT succeeds, and the default values. */
    startsAs: z.record(z.string(), z.union([z.int(), z.boolean()])).optional(),
    refuses: z
      .array(
        z.strictObject({
          values: fieldValues,
          /** Only if these change. */
          changed: changeable,
          disc: z.enum(['blank', 'recorded']).optional(),
        }),
      )
      .optional(),
    sense: senseText.optional(),
  }),
  answerer: ({ page: code, startsAs = {}, refuses = [], sense = '5/26/00' }) => {
    const page = modePageByCode(code);
    if (page === undefined) throw new RangeError(`mode page ${code} is not declared`);
    const no = refusal(sense);
    let untouched = true;
    const current = (call: Call) => {
      const values = call.drive.modePages.values(page);
      return untouched ? { ...values, ...startsAs } : values;
    };
    return async (call, next) => {
      switch (call.cdb[0]) {
        case modeSense10.spec.opcode: {
          const answer = await next();
          const { pageControl } = modeSense10.spec.cdb.decode(call.cdb);
          const starting = pageControl === PageControl.Default || (pageControl === PageControl.Current && untouched);
          return starting ? altered(answer, page, startsAs) : answer;
        }
        case modeSelect10.spec.opcode: {
          const sent = pagesIn(call.data).find((bytes) => bytes[0] === code);
          if (sent === undefined) return next();
          const wanted = page.decode(sent);
          const before: Readonly<Record<string, unknown>> = current(call);
          const blank = call.drive.tray.disc?.blank === true;
          const refused = refuses.some(
            ({ values, changed = [], disc }) =>
              matchesFields(values, wanted) &&
              changed.every((name) => wanted[name] !== before[name]) &&
              (disc === undefined || blank === (disc === 'blank')),
          );
          if (refused) return no;
          const answer = await next();
          if (answer.status === ScsiStatus.Good) untouched = false;
          return answer;
        }
        default:
          return next();
      }
    };
  },
});

function pagesIn(data: Uint8Array): readonly Uint8Array[] {
  return data.length < 8 ? [] : modeParameters.decode(Uint8Array.from(data).fill(0, 0, 2)).pages;
}

function altered(answer: Answer, page: AnyModePage, values: Readonly<Record<string, unknown>>): Answer {
  if (answer.status !== ScsiStatus.Good || answer.data.length < 8) return answer;
  const data = Uint8Array.from(answer.data);
  // The pages are views into the copy.
  for (const bytes of modeParameters.decode(data).pages) {
    if (modePageHeader.fields.pageCode.decode(bytes) === page.code) bytes.set(page.layout.patch(bytes, values));
  }
  return { ...answer, data };
}
