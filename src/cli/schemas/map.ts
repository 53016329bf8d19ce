import * as z from 'zod';
import { drive } from './drive.ts';
import { count, integer, list, oneOf, orNull, result, text } from './kinds.ts';

const place = {
  startLba: integer('the address of its first block'),
  lengthBlocks: count('its length in blocks'),
} as const;

export const map = result('map', 'What is where on the disc: `map`.', {
  drive,
  map: z
    .object({
      family: oneOf(['CD', 'DVD or BD'], 'the kind of disc'),
      sessions: count('its sessions'),
      parts: list(
        z
          .object({
            kind: oneOf(
              ['audio', 'data', 'open', 'gap', 'lead-in', 'lead-out', 'border', 'free'],
              'what these blocks are',
            ),
            ...place,
            session: orNull(count('the session that they belong to')),
            track: orNull(count('the track that they are')),
          })
          .describe('blocks of one kind'),
        'everything that has an address, in order and without holes',
      ),
      marks: list(
        z
          .object({ kind: oneOf(['unreadable', 'c2-errors', 'differs'], 'what is wrong with them'), ...place })
          .describe('blocks in doubt'),
        'the blocks in doubt, with --rip',
      ),
      endLba: integer('where the last part ends'),
    })
    .describe('the disc to scale'),
  picture: orNull(text('the file with the picture, with --svg')),
});
