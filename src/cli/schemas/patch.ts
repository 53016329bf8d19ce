import * as z from 'zod';
import { comparison, sleep } from './burn.ts';
import { disc } from './disc.ts';
import { drive } from './drive.ts';
import { count, flag, integer, list, result, warnings } from './kinds.ts';

export const patch = result('patch', 'Which blocks were replaced: `patch`.', {
  drive,
  disc,
  lba: integer('the address of the first block that was to be replaced'),
  replacedBlocks: count('blocks that were to be replaced'),
  startLba: integer('the address of the first block that was written: with the ECC block around it'),
  lengthBlocks: count('blocks that were written'),
  files: list(z.string().describe('its path on the disc'), 'the files of the disc that had these blocks'),
  comparisons: list(comparison, 'what was compared'),
  cancelled: flag('whether it was stopped by Ctrl-C'),
  sleep,
  warnings,
});
