import * as z from 'zod';
import { drive } from './drive.ts';
import { orNull, result, text } from './kinds.ts';
import { entryShape } from './trace-show.ts';

export const raw = result('raw', 'One command and its answer: `raw`.', {
  drive,
  exchange: orNull(z.object(entryShape).describe('the command and its answer, as a trace records it')),
  words: orNull(text('the same in words')),
  data: text('the data that came, in hexadecimal'),
});
