import * as z from 'zod';
import { discStateShape } from './disc.ts';
import { count, integer, list, maybe, orNull, result, text } from './kinds.ts';

const sense = z
  .object({
    command: text('the SCSI command that the drive refused'),
    key: count('the sense key'),
    asc: count('the additional sense code'),
    ascq: count('the additional sense code qualifier'),
    hex: text('the three in hexadecimal: 5/2C/00'),
    words: text('what the drive said, in words'),
  })
  .describe('what the drive said');

export const error = result('error', 'Why a command failed: any command.', {
  error: z
    .object({
      name: text('the kind of error: BurnError, SenseError, TransportError, UsageError'),
      command: orNull(text('the command of discwright: burn, iso list')),
      kind: orNull(text('what kind of TransportError, ImageError or FileSystemError it is')),
      code: orNull(text('what kind of BurnError it is')),
      phase: orNull(text('what a burn was doing')),
      message: text('what failed, and why'),
      remedy: orNull(text('what to do next')),
      track: orNull(count('the track that it is about')),
      lba: orNull(integer('the first block that is not safely on the disc, or could not be read')),
      sense: orNull(sense),
      osCode: orNull(text("the operating system's error: ENOENT (2)")),
      errno: orNull(integer('its number')),
      disc: orNull(z.object(discStateShape).describe('the disc as it was found after the failure')),
      exported: maybe(list(z.string().describe('a path'), 'the files that were exported nevertheless')),
      warnings: maybe(list(z.string().describe('a sentence'), 'what these files do not have as the disc does')),
      exitCode: count('the exit code of the process'),
    })
    .describe('the error'),
});
