import * as z from 'zod';
import { flag, list, maybe, oneOf, result, text } from './kinds.ts';

export const doctor = result('doctor', 'What this machine lacks for burning: `doctor`.', {
  findings: list(
    z
      .object({
        about: oneOf(['runtime', 'native calls', 'kernel', 'drive', 'sleep', 'programs'], 'what was looked at'),
        state: oneOf(
          ['good', 'limited', 'missing'],
          'missing: discs cannot be burned without it; limited: something cannot be done without it',
        ),
        found: text('what was found, in words'),
        remedy: maybe(text('what to do about it')),
      })
      .describe('a finding'),
    'what was found',
  ),
  usable: flag('whether a real drive can be used now'),
  next: list(z.string().describe('a command line'), 'what to type next'),
});
