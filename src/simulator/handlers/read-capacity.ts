import { readCapacity } from '../../mmc/commands/read-capacity.ts';
import { isEmptyReserved, trackEnd } from '../media/structure.ts';
import { handle } from './handler.ts';

/** What READ CAPACITY says of every CD, audio or not (MMC-5 6.22.3). */
const CD_BLOCK_BYTES = 2_048;

export const readCapacityHandler = handle(readCapacity, 'medium', ({ drive }) => {
  const lastTrack = drive.disc.tracks.findLast(({ track, open }) => !open && !isEmptyReserved(track))?.track;
  return { lastLba: lastTrack === undefined ? 0 : trackEnd(lastTrack) - 1, blockBytes: CD_BLOCK_BYTES };
});
