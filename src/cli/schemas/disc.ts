import * as z from 'zod';
import { count, flag, integer, list, maybe, oneOf, orNull, text } from './kinds.ts';

/** What every list of tracks says. */
export const trackShape = {
  number: count('the number of the track, from 1'),
  session: count('the number of its session, from 1'),
  startLba: integer('the address of its first block'),
  lengthBlocks: count('its length in blocks'),
  kind: oneOf(['audio', 'data'], 'what it holds'),
  control: count('the CONTROL nibble of its Q sub-channel (MMC-5 table 667)'),
  dataMode: count('1 or 2 for a data track; 15 for audio and where the drive does not know (MMC-5 table 440)'),
  open: flag('it was written to but is not closed'),
  damaged: flag('the drive says that it was interrupted and not repaired'),
  cutOffBlocks: maybe(count('blocks of what was to be written that are in it, if the burn ended it early')),
} as const;

export const medium = z
  .object({
    profile: count('the code of the profile of MMC'),
    writeModel: oneOf(['sequential', 'overwrite'], 'whether blocks are written in order or replaced anywhere'),
    formatted: flag('whether a disc that is overwritten is formatted; true for all others'),
    backgroundFormat: oneOf(
      ['none', 'interrupted', 'in progress', 'complete'],
      'the format of a DVD+RW, which goes on while the disc is used',
    ),
    capacityBlocks: orNull(count('blocks of 2048 bytes that the disc has for data, written or not')),
    eccBlocks: count('blocks that the drive writes together: an ECC block of DVD, a cluster of BD'),
  })
  .describe('what a DVD or BD has and a CD does not; left out for a CD');

export const discStateShape = {
  status: oneOf(['blank', 'appendable', 'complete', 'other'], 'whether it is blank, can be added to or is closed'),
  lastSession: oneOf(['empty', 'incomplete', 'damaged', 'complete'], 'the state of its last session'),
  erasable: flag('whether it can be erased'),
  sessions: count('sessions that hold at least one track'),
  tracks: list(z.object(trackShape).describe('a track'), 'its tracks, in order'),
  nextTrack: orNull(count('the number that the next track gets; null when nothing more can be written')),
  nextWritableLba: orNull(integer('the address where the next track begins; null when nothing more can be written')),
  freeBlocks: orNull(count('blocks that are free for the next track; null when nothing more can be written')),
  medium: maybe(medium),
} as const;

export const disc = orNull(
  z
    .object({
      profile: text('the kind of disc: CD-R, DVD+RW'),
      ...discStateShape,
      atip: orNull(
        z
          .object({
            leadInStart: text('where the lead-in begins, as MM:SS:FF; it identifies the maker'),
            lastLeadOutStart: text('the last place where the lead-out can begin, as MM:SS:FF'),
            rewritable: flag('whether the disc is a CD-RW'),
          })
          .describe('what the groove of a CD-R or CD-RW says'),
      ),
      writeSpeedsKBps: list(
        z.number().describe('kB/s'),
        'the write speeds that the drive reports for it, in units of 1000 bytes a second, fastest first; empty if it reports none',
      ),
      mediaId: maybe(text('of a DVD or BD: what the disc says of its maker and kind')),
    })
    .describe('the disc in the drive'),
);
