import type { Drive } from '../../drive/drive.ts';
import { SenseError, StatusError } from '../../scsi/sense-error.ts';
import { BurnError } from '../engine/burn-error.ts';
import { isEmpty } from '../engine/sample-block.ts';
import type { SentTrack } from '../engine/send-extent.ts';
import { isAudio, type TrackFormat } from '../engine/track-format.ts';
import { DISTRUST } from './distrust.ts';
import { readBack } from './read-back.ts';

/** Zeros are believed the second time: a reply that went wrong may be zeros too. */
const MOST_READS = 2;

/**
 * Reads one block of a track that was not empty when it was sent, to detect a drive that writes nothing. A block that
 * cannot be read proves nothing: not every drive can read a disc that it has just written, or left open.
 * @throws BurnError of phase `verifying`
 */
export async function sampleTrack(drive: Drive, { number, sampleLba, format }: SentTrack): Promise<void> {
  if (sampleLba === undefined || !format.readsBack) return;
  for (let reads = 1; ; reads++) {
    const onDisc = await readBack(drive, format, sampleLba, 1).catch((error: unknown) => {
      if (error instanceof SenseError || error instanceof StatusError) return undefined;
      throw error;
    });
    if (onDisc === undefined || !isEmpty(onDisc)) return;
    if (reads === MOST_READS) throw nothingFound(number, sampleLba, format);
  }
}

/** The disc holds zeros where something else was sent. */
export const nothingFound = (track: number, lba: number, format: TrackFormat): BurnError =>
  new BurnError({
    phase: 'verifying',
    code: 'NOTHING_RECORDED',
    track,
    lba,
    reason: `the drive reported success for every WRITE, but the disc holds ${isAudio(format) ? 'silence' : 'zeros'} instead`,
    remedy: DISTRUST,
  });
