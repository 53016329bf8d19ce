import { isTrackNumber } from '../../../cd/geometry.ts';
import { discInformation, incompleteTrack, nextWritableLbaOf } from '../../../drive/disc-state.ts';
import { BurnError } from '../../engine/burn-error.ts';
import { untilSettled } from '../../engine/until-settled.ts';
import type { WriteJob } from '../../recipe.ts';
import { lastListedTrack } from '../../verify/last-listed-track.ts';

export interface TrackPlace {
  /** The number that the track gets. */
  readonly number: number;
  readonly startLba: number;
  readonly freeBlocks: number;
}

type Job = Pick<WriteJob, 'drive' | 'discBefore' | 'endOfWrittenLba' | 'signal' | 'tracks'>;

/**
 * Where the drive will put the next track.
 * @throws BurnError when the drive has no place for one; the signal's reason when it is aborted meanwhile
 */
export const nextTrackPlace = (job: Job, track: number): Promise<TrackPlace> =>
  untilSettled(job.drive, () => findPlace(job, track), job.signal);

async function findPlace(job: Job, track: number): Promise<TrackPlace> {
  const { drive, endOfWrittenLba } = job;
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
  return { number: await numberOf(place.track, job, track), startLba, freeBlocks: place.freeBlocks };
}

/**
 * The number after the last track, unless the drive says twice that the next one gets another. Where it contradicts itself,
 * the table of contents decides, which does not list the tracks of this session.
 * @param own what READ TRACK INFORMATION calls it; some drives say 0 or FFh
 */
async function numberOf(own: number, { drive, discBefore, tracks }: Job, planned: number): Promise<number> {
  const written = tracks.at(-1);
  const last = (written ?? discBefore.tracks.at(-1))?.number ?? 0;
  if (own === last + 1) return own;
  const next = written === undefined ? planned : last + 1;
  if (!isTrackNumber(own)) return next;
  const { lastTrackInLastSession } = await discInformation(drive);
  if (lastTrackInLastSession === own) return own;
  const listed = written === undefined ? await lastListedTrack(drive) : undefined;
  return listed === undefined ? next : listed + 1;
}
