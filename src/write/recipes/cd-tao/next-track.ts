import { isTrackNumber } from '../../../cd/geometry.ts';
import {
  discInformation,
  incompleteTrack,
  nextWritableLbaOf,
  type TrackInformation,
} from '../../../drive/disc-state.ts';
import type { Drive } from '../../../drive/drive.ts';
import { BurnError } from '../../engine/burn-error.ts';
import { untilSettled } from '../../engine/until-settled.ts';
import type { WriteJob } from '../../recipe.ts';

export interface TrackPlace {
  /** The number that the track gets. */
  readonly number: number;
  readonly startLba: number;
  readonly freeBlocks: number;
}

type Job = Pick<WriteJob, 'drive' | 'endOfWrittenLba' | 'signal'>;

/**
 * Where the drive will put the next track.
 * @throws BurnError when the drive has no place for one; the signal's reason when it is aborted meanwhile
 */
export const nextTrackPlace = (job: Job, track: number): Promise<TrackPlace> =>
  untilSettled(job.drive, () => findPlace(job, track), job.signal);

async function findPlace({ drive, endOfWrittenLba }: Job, track: number): Promise<TrackPlace> {
  const place = await incompleteTrack(drive, track - 1);
  if (place === undefined || !place.nextWritableValid) {
    throw new BurnError({
      phase: 'preparing',
      code: 'NO_NEXT_ADDRESS',
      track,
      reason: place?.damage
        ? 'the place for the next track is damaged: an earlier burn was interrupted there'
        : 'the drive reports no next writable address: nothing can be added to this disc',
      remedy: 'Close the session (`discwright close`) and continue with another disc',
    });
  }
  const startLba = nextWritableLbaOf(place);
  if (startLba < endOfWrittenLba) {
    throw new BurnError({
      phase: 'preparing',
      code: 'NO_NEXT_ADDRESS',
      track,
      reason: `the drive would put it at LBA ${startLba}, inside another track that ends at LBA ${endOfWrittenLba}`,
      remedy: 'None of it was written. Close the session (`discwright close`) and continue with another disc',
    });
  }
  return { number: await numberOf(drive, track, place), startLba, freeBlocks: place.freeBlocks };
}

/** The planned number, unless the drive says twice that the track gets another one. */
async function numberOf(drive: Drive, planned: number, { track }: TrackInformation): Promise<number> {
  if (track === planned || !isTrackNumber(track)) return planned;
  const { lastTrackInLastSession } = await discInformation(drive);
  return lastTrackInLastSession === track ? track : planned;
}
