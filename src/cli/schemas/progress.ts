import * as z from 'zod';
import { count, maybe, number, oneOf, orNull, result, text } from './kinds.ts';

const fill = (what: string) =>
  orNull(
    z
      .object({
        usedBytes: count('what is in it, in bytes'),
        totalBytes: count('its size in bytes'),
      })
      .describe(what),
  );

export const progress = result('progress', 'A step of long work, with --json-lines: any long command.', {
  type: z.literal('progress').describe('the kind of line'),
  phase: text('what is being done: writing, verifying, closing the session, ripping, blanking'),
  track: orNull(count('the track that it is about')),
  part: orNull(oneOf(['lead-in', 'pregap', 'lead-out'], 'what is written, where it is not the track itself')),
  done: orNull(count('how much of this phase of the track is done')),
  total: orNull(count('how much that is in all')),
  unit: orNull(oneOf(['blocks', 'bytes'], 'the unit of done and total')),
  fraction: orNull(number('how much of all tracks is done, from 0 to 1')),
  perSecond: orNull(number("units a second since this phase of the track began, by the drive's clock while it writes")),
  secondsLeft: orNull(number('how long the rest of this phase of the track takes at that rate, in seconds')),
  fifo: fill('what was read ahead'),
  driveBuffer: fill("the drive's own buffer"),
  warning: maybe(orNull(text('a problem that did no harm so far'))),
});
