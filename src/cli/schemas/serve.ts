import * as z from 'zod';
import { count, maybe, orNull, result, text } from './kinds.ts';

export const serve = result('serve', 'Two objects: one when the drive can be used, one when it ends: `serve`.', {
  serving: maybe(
    z
      .object({
        device: text('the simulated drive'),
        socket: maybe(text('its socket, with --socket')),
        block: maybe(text('its block device, with --tcmu')),
        generic: maybe(text('its generic device, with --tcmu')),
        page: orNull(text('the address of the page that shows what the drive does, with --page')),
        pid: count('the number of the process, which SIGINT ends'),
      })
      .describe('where the drive is; in the first object'),
  ),
  written: maybe(
    z
      .array(
        z
          .object({ path: text('the file'), what: text('what it is for, in words') })
          .describe('a file that was written'),
      )
      .describe('with --init: the files; then it is the only object'),
  ),
  served: maybe(
    z
      .object({
        statistics: z
          .object({
            links: count('how often the buffer ran empty and the drive went on after a link'),
            ruinedTracks: count('how often that ruined a track'),
            refusedWrites: count('WRITEs that were refused because the buffer was full'),
            lowWaterBytes: count('the least that the buffer held while more was to come, in bytes'),
            bufferBytes: count('the size of the buffer in bytes'),
          })
          .describe('how other programs wrote'),
      })
      .describe('what was done with it; in the second object'),
  ),
});
