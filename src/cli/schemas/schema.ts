import * as z from 'zod';
import { list, maybe, result, text } from './kinds.ts';

export const schema = result('schema', 'The schemas that there are: `schema` without a name.', {
  schemas: maybe(
    list(
      z
        .object({
          name: text('its name, for `discwright schema NAME`'),
          title: text('what results say that they are'),
          description: text('what it describes'),
        })
        .describe('a schema'),
      'all schemas',
    ),
  ),
});
