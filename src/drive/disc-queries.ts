import { isTrackNumber } from '../cd/geometry.ts';
import { readDiscInformation } from '../mmc/commands/read-disc-information.ts';
import {
  INCOMPLETE_TRACK,
  LayerJumpStatus,
  readTrackInformation,
  TrackAddressType,
} from '../mmc/commands/read-track-information.ts';
import type { ExecuteOptions } from '../scsi/execute.ts';
import { askUntilPlausible } from './ask.ts';
import { isRefusal } from './bad-answer.ts';
import type { Drive } from './drive.ts';
import { isPlausibleDisc, isPlausibleTrack } from './plausible.ts';

const TRACK_INFORMATION_BYTES = 36;
const DISC_INFORMATION_BYTES = 34;

type QueryOptions = Pick<ExecuteOptions, 'signal'>;

/** READ DISC INFORMATION. Throws SenseError 2/3A/xx without a disc. */
export const discInformation = (drive: Drive, options: QueryOptions = {}) =>
  askUntilPlausible(drive, readDiscInformation({ allocationLength: DISC_INFORMATION_BYTES }), isPlausibleDisc, options);

/**
 * READ TRACK INFORMATION of a track by number; {@link INCOMPLETE_TRACK} is the one that is written next. Of a track recorded by layer jump
 * drives report where it ends in place of how long it is (MMC-6 6.26): `lengthBlocks` is to there.
 */
export async function trackInformation(drive: Drive, track: number, options: QueryOptions = {}) {
  const reply = await askUntilPlausible(
    drive,
    readTrackInformation({
      addressType: TrackAddressType.Track,
      address: track,
      allocationLength: TRACK_INFORMATION_BYTES,
    }),
    (each) => isPlausibleTrack(each, track),
    options,
  );
  if ((reply.layerJump ?? LayerJumpStatus.None) === LayerJumpStatus.None) return reply;
  return { ...reply, lengthBlocks: Math.max(0, reply.lengthBlocks + 1 - reply.startLba) };
}

export type TrackInformation = Awaited<ReturnType<typeof trackInformation>>;

/** The same, or undefined for a number that the drive does not know. */
export async function trackIfKnown(
  drive: Drive,
  track: number,
  options: QueryOptions = {},
): Promise<TrackInformation | undefined> {
  try {
    return await trackInformation(drive, track, options);
  } catch (error) {
    if (isRefusal(error)) return undefined;
    throw error;
  }
}

/**
 * The track that is written next: under number FFh, or for drives that do not know FFh under the number of the last
 * track or the one after it. Undefined when the drive has none (a complete disc).
 */
export async function incompleteTrack(
  drive: Drive,
  lastTrack?: number,
  options: QueryOptions = {},
): Promise<TrackInformation | undefined> {
  const numbers = lastTrack === undefined ? [] : [lastTrack, lastTrack + 1];
  for (const number of [INCOMPLETE_TRACK, ...numbers.filter(isTrackNumber)]) {
    const track = await trackIfKnown(drive, number, options);
    if (track !== undefined && (track.nextWritableValid || track.blank)) return track;
  }
  return undefined;
}

/**
 * The address of the next WRITE. On a blank disc some drives report -150 and mean the track's start, which is at least
 * 0.
 */
export const nextWritableLbaOf = (track: TrackInformation): number =>
  Math.max(track.nextWritableLba, track.startLba, 0);
