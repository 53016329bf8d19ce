import { USER_DATA_BYTES } from '../../cd/geometry.ts';
import { readCapacity } from '../../mmc/commands/read-capacity.ts';
import { requireCd } from '../kind-of-disc.ts';
import { isEmptyReserved, trackEnd } from '../media/structure.ts';
import { handle } from './handler.ts';

/** Every CD has blocks of 2,048 bytes, audio or not (MMC-5 6.22.3). */
export const readCapacityHandler = handle(readCapacity, 'medium', ({ drive }) => {
  const lastTrack = requireCd(drive.disc).tracks.findLast(({ track, open }) => !open && !isEmptyReserved(track))?.track;
  return { lastLba: lastTrack === undefined ? 0 : trackEnd(lastTrack) - 1, blockBytes: USER_DATA_BYTES };
});
