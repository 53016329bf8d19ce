import type { TrackState } from '../drive/disc-state.ts';
import type { Drive } from '../drive/drive.ts';
import { ImageError } from '../image/image-error.ts';
import type { IsSameData } from './disc-sample.ts';
import { tracksOnDisc } from './tracks-on-disc.ts';

/**
 * Watches for another disc from now on: a drive that was only reset says the same as one whose disc was exchanged.
 * @param read how the tracks are read again
 * @returns a check that throws ImageError unless the disc still has these tracks, and this data if a check of it is given
 */
export function watchDisc(
  drive: Drive,
  read: (drive: Drive) => Promise<readonly TrackState[]> = (each) => tracksOnDisc(each, []),
): (tracks: readonly TrackState[], isSame?: IsSameData) => Promise<void> {
  let seen = drive.mediumGeneration;
  return async (tracks, isSame) => {
    if (drive.mediumGeneration === seen) return;
    const now = await read(drive);
    seen = drive.mediumGeneration;
    const same = tracks.every(({ number, startLba, lengthBlocks }) =>
      now.some((each) => each.number === number && each.startLba === startLba && each.lengthBlocks === lengthBlocks),
    );
    if (same && (await isSame?.()) !== false) return;
    throw new ImageError({
      kind: 'unreadable',
      reason: 'the disc was changed while it was read',
      remedy: 'Put the disc in again and export it from the start',
    });
  };
}
