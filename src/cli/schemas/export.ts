import * as z from 'zod';
import { count, integer, list, maybe, result, text, warnings } from './kinds.ts';

const range = z
  .object({ startLba: integer('the address of the first block'), lengthBlocks: count('blocks') })
  .describe('consecutive blocks');

export const exported = result('export', 'The files of an export: `export`.', {
  cue: maybe(text('the CUE sheet, with --cue')),
  bin: maybe(text('the file with the blocks, with --cue')),
  cdText: maybe(text('the file with the CD-TEXT that a CUE sheet cannot hold')),
  tracks: maybe(count('the tracks in the image, with --cue')),
  lengthBlocks: maybe(count('the blocks in the image, with --cue or --iso')),
  wavs: maybe(list(z.string().describe('a path'), 'the WAV files, with --wav')),
  iso: maybe(text('the ISO file, with --iso; the following properties are there too')),
  startLba: maybe(integer('the address on the disc of its first block')),
  sha256: maybe(text('its SHA-256, in hexadecimal')),
  sessionStarts: maybe(list(z.int().describe('an address'), 'where each session with data begins')),
  paddingBlocks: maybe(count('zeros after the file system, left out')),
  unreadable: maybe(list(range, 'what could not be read, and is zeros')),
  neverWritten: maybe(list(range, 'what was never written, and is zeros')),
  warnings,
});
