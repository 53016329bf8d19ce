import * as z from 'zod';
import { cdTextBlock } from './cd-text.ts';
import { disc } from './disc.ts';
import { drive } from './drive.ts';
import { count, flag, integer, list, maybe, oneOf, orNull, result, text, warnings } from './kinds.ts';

const track = z
  .object({
    number: count('its number'),
    session: count('the number of its session'),
    name: text('its file, and what the document calls it'),
    kind: oneOf(['audio', 'data'], 'what it holds'),
    startLba: integer('the address of index 1'),
    lengthBlocks: count('its length in blocks of 1/75 s, without the pause'),
    paddingBytes: count(
      'what a burn adds at its end: silence, 4 bytes a sample, or zeros of data; until its blocks are whole, and where it is padded until it has 4 s',
    ),
    indexes: list(
      z
        .object({
          number: count('its number; 0 is the pause'),
          startLba: integer('the address of its first block'),
          lengthBlocks: count('its length in blocks'),
        })
        .describe('an index'),
      'its indexes, in order',
    ),
    isrc: orNull(text('its ISRC')),
    preEmphasis: flag('whether it has pre-emphasis'),
    copyPermitted: flag('whether copies are permitted'),
    fourChannel: flag('whether it has four channels'),
    serialCopy: flag('whether SCMS marks it as a copy'),
    hiddenTrack: flag('whether its pause has sound: a hidden track'),
  })
  .describe('a track');

const fit = z
  .object({
    freeBlocks: orNull(count('blocks that are free; null when nothing more can be written')),
    neededBlocks: count('blocks that are needed'),
    marginBlocks: orNull(integer('blocks that stay free; negative if it is too long')),
    fits: flag('whether burn would write it'),
    nextWritableLba: orNull(integer('where the next track begins')),
    nextTrack: orNull(count('the number of the next track')),
    writeType: orNull(text('how it would be written')),
    reason: orNull(text('why it cannot be burned')),
    remedy: orNull(text('what to do about it')),
  })
  .describe('whether the disc in the drive takes it');

export const plan = result('plan', 'What a burn would write: `plan`.', {
  layout: oneOf(
    ['paused', 'exact'],
    'paused: with pauses of 2 s between tracks; exact: as the document says, or one after the other where files need Session-At-Once',
  ),
  tracks: list(track, 'the tracks, in order'),
  leadOuts: list(z.int().describe('an address'), 'the address where the lead-out of each session begins'),
  lengthBlocks: count('blocks from the start of the first track to the last lead-out'),
  needsSessionAtOnce: list(
    z.string().describe('a reason, in words'),
    'why it cannot be written Track-At-Once; empty if it can',
  ),
  catalogueNumber: orNull(text('the UPC or EAN, 13 digits')),
  cdText: list(cdTextBlock, 'CD-TEXT, by language'),
  drive: maybe(drive.describe('the drive of --device; left out without it')),
  disc: maybe(disc.describe('the disc in it; left out without --device, null without a disc')),
  fit: maybe(orNull(fit).describe('whether it fits; left out without --device, null without a disc')),
  warnings,
});
