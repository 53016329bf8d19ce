import * as z from 'zod';
import { problems } from './iso-list.ts';
import { count, list, result, text } from './kinds.ts';

export const isoExtract = result('iso-extract', 'What was extracted: `iso extract`.', {
  folder: text('where to'),
  files: count('files that were written'),
  folders: count('folders that were made'),
  links: count('symbolic links that were made'),
  extractedBytes: count('bytes of these files'),
  skipped: list(
    z.object({ path: text('its path'), reason: text('why') }).describe('what was not extracted'),
    'what was left out',
  ),
  problems,
});
