import * as z from 'zod';
import { count, flag, integer, list, maybe, number, oneOf, result, text, warnings } from './kinds.ts';

const suspect = z
  .object({
    track: count('the number of the track; 0 for what is before track 1'),
    startLba: integer('the address of the first block'),
    lengthBlocks: count('blocks'),
    doubt: oneOf(
      ['differs', 'c2-errors', 'unreadable'],
      'differs: not read the same often enough; c2-errors: never read without errors; unreadable: zeros in the files',
    ),
  })
  .describe('blocks of which it is not certain that the files have them as the disc does');

const checksums = z
  .object({
    crc32: text('CRC-32, eight hexadecimal digits'),
    accurateRipV1: text('AccurateRip, version 1, eight hexadecimal digits'),
    accurateRipV2: text('AccurateRip, version 2, eight hexadecimal digits'),
    ctdb: text('of the CUETools database, eight hexadecimal digits'),
  })
  .describe('the checksums of an audio track');

const track = z
  .object({
    number: count('its number'),
    session: count('the number of its session'),
    kind: oneOf(['audio', 'data'], 'what it holds'),
    startLba: integer('the address of index 1'),
    lengthBlocks: count('its length in blocks'),
    path: maybe(text('its file; left out if this format cannot hold it')),
    pregapBlocks: count('blocks of the pause before it'),
    indexBlocks: list(
      z.int().nonnegative().describe('blocks from index 1'),
      'where index 2 and the following begin, in blocks from index 1',
    ),
    isrc: maybe(text('its ISRC')),
    preEmphasis: flag('whether it has pre-emphasis'),
    copyPermitted: flag('whether copies are permitted'),
    serialCopy: flag('whether SCMS says that it is a copy'),
    fourChannels: flag('whether it has four channels'),
    checksums: maybe(checksums),
    suspects: list(suspect, 'its blocks in doubt'),
  })
  .describe('a track');

const reading = z
  .object({
    startLba: integer('the address of the first block'),
    lengthBlocks: count('blocks'),
    readBlocks: count('blocks that the drive delivered for them, in all passes and retries'),
    readMs: number('how long that took the drive, in milliseconds'),
    c2Blocks: count('those that it delivered with C2 errors at least once'),
  })
  .describe('what it took to read some blocks in a row');

export const rip = result('rip', 'What was read and written to files: `rip`.', {
  paths: list(z.string().describe('a path'), 'the files, in the order in which they appeared; the log is the last'),
  logPath: text('the log'),
  tracks: list(track, 'the tracks, in order'),
  hidden: maybe(
    z
      .object({
        startLba: integer('the address of its first block'),
        lengthBlocks: count('its length in blocks'),
        path: text('its file'),
      })
      .describe('the sound before track 1'),
  ),
  catalogNumber: maybe(text('the catalogue number of the disc')),
  accurateRipId: maybe(text('the id of the disc for AccurateRip')),
  cddbId: maybe(text('the id of the disc for CDDB')),
  ctdb: maybe(text('the checksum of all audio for the CUETools database')),
  offsetSamples: integer('the read offset correction, in samples'),
  overlapBlocks: count('by how many blocks pieces overlapped in the end'),
  c2: flag('whether C2 error flags were used'),
  passes: count('how often each block of audio had to be read the same'),
  unreachedSamples: count('samples at the ends that the drive does not reach: silence in the files'),
  repairedBlocks: count('blocks that were read again until they agreed'),
  displacedPieces: count('pieces that began elsewhere than they should, and were moved'),
  suspects: list(suspect, 'the blocks in doubt'),
  readings: maybe(list(reading, 'how long reading took, by address: at most 200; not printed by early versions')),
  warnings,
});
