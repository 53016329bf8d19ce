import * as z from 'zod';
import { cdTextBlock } from './cd-text.ts';
import { medium, trackShape } from './disc.ts';
import { drive } from './drive.ts';
import { count, flag, integer, list, maybe, oneOf, orNull, result, text, warnings } from './kinds.ts';

const track = z
  .object({
    ...trackShape,
    preEmphasis: flag('whether it has pre-emphasis'),
    copyPermitted: flag('whether copies are permitted'),
    fourChannels: flag('whether it has four channels'),
    isrc: orNull(text('its ISRC, with --codes')),
    pregapBlocks: orNull(count('blocks of the pause before it, with --indexes')),
    indexBlocks: orNull(
      list(
        z.int().nonnegative().describe('blocks from index 1'),
        'where index 2 and the following begin, in blocks from index 1, with --indexes',
      ),
    ),
    serialCopy: orNull(flag('whether SCMS says that it is a copy, with --indexes')),
  })
  .describe('a track');

const session = z
  .object({
    number: count('its number, from 1'),
    tracks: list(
      z
        .object({
          number: count('the number of the track'),
          kind: oneOf(['audio', 'data'], 'what it holds'),
          preEmphasis: flag('whether it has pre-emphasis'),
          copyPermitted: flag('whether copies are permitted'),
          startLba: integer('the address of its first block'),
          lengthBlocks: count('blocks up to the next track or the lead-out'),
        })
        .describe('a track as the lead-in lists it'),
      'its tracks',
    ),
    leadOutLba: integer('where its lead-out begins'),
    nextProgramAreaLba: maybe(integer('where another session may begin; left out if none may')),
  })
  .describe('a session as its lead-in lists it');

const pmaTrack = z
  .object({
    number: count('the number of the track'),
    startLba: integer('the address of its first block'),
    endLba: integer('the address after its last block'),
  })
  .describe('a track as the Program Memory Area records it');

export const toc = result('toc', 'The tables of contents of the disc: `toc`.', {
  drive,
  tracks: list(track, 'the tracks of the disc, in order'),
  leadOutLba: orNull(integer('where the lead-out of the last closed session begins')),
  medium: maybe(medium),
  catalogNumber: orNull(text('the catalogue number, with --codes')),
  sessions: orNull(list(session, 'the closed sessions, by their lead-ins')),
  pma: list(pmaTrack, 'the tracks of the Program Memory Area: of a session that is still open too'),
  cdText: orNull(
    z
      .object({
        blocks: list(cdTextBlock, 'the texts, by language'),
        damagedPacks: count('packs that were left out because their CRC was wrong'),
      })
      .describe('CD-TEXT'),
  ),
  warnings,
});
