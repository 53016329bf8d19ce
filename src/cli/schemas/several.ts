import * as z from 'zod';
import { count, list, orNull, result, text } from './kinds.ts';

const anyResult = z.object({}).catchall(z.unknown().describe('what that result has'));

const drive = z.object({
  device: text('the drive as it was named'),
  exitCode: count('what the exit code is with this drive alone'),
  result: orNull(anyResult.describe('what the command prints with this drive alone: its result, or an error')),
});

export const several = result(
  'several',
  'What was done with several drives: any command with more than one `--device`.',
  {
    exitCode: count('the exit code of the process'),
    drives: list(drive.describe('one drive'), 'the drives, in the order in which they were named'),
  },
);
