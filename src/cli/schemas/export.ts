import * as z from 'zod';
import { count, list, maybe, result, text, warnings } from './kinds.ts';

export const exported = result('export', 'The files of an export: `export`.', {
  cue: maybe(text('the CUE sheet, with --cue')),
  bin: maybe(text('the file with the blocks, with --cue')),
  cdText: maybe(text('the file with the CD-TEXT that a CUE sheet cannot hold')),
  tracks: maybe(count('the tracks in the image, with --cue')),
  lengthBlocks: maybe(count('the blocks in the image, with --cue')),
  wavs: maybe(list(z.string().describe('a path'), 'the WAV files, with --wav')),
  warnings,
});
