import { BD_BLOCK_BYTES, BD_CLUSTER_BLOCKS, BD_KBPS_AT_1X } from '../../bd/geometry.ts';
import { FRAMES_PER_SECOND } from '../../cd/geometry.ts';
import type { Drive } from '../../drive/drive.ts';
import { DVD_BLOCK_BYTES, DVD_KBPS_AT_1X } from '../../dvd/geometry.ts';
import { BurnError, messageOf } from '../engine/burn-error.ts';
import type { VerifyProgress } from '../engine/progress.ts';
import type { SentTrack } from '../engine/send-extent.ts';
import type { TrackSource } from '../engine/track-source.ts';
import { compareTrack } from './compare-track.ts';
import { DISTRUST } from './distrust.ts';

/** A quarter more than the fastest CD recorders ever sold (56x). */
export const IMPOSSIBLE_SPEED_TIMES = 70;

/** A quarter more than the fastest drives: 24x of DVD, 16x of BD. */
const IMPOSSIBLE_DVD_TIMES = 30;
const IMPOSSIBLE_BD_TIMES = 20;

/** Blocks a second at 1x, and the speed that no drive reaches. */
function limitsOf({ format: { eccBlocks } }: SentTrack): readonly [perSecond: number, impossibleTimes: number] {
  if (eccBlocks === undefined) return [FRAMES_PER_SECOND, IMPOSSIBLE_SPEED_TIMES];
  return eccBlocks === BD_CLUSTER_BLOCKS
    ? [(BD_KBPS_AT_1X * 1_000) / BD_BLOCK_BYTES, IMPOSSIBLE_BD_TIMES]
    : [(DVD_KBPS_AT_1X * 1_000) / DVD_BLOCK_BYTES, IMPOSSIBLE_DVD_TIMES];
}

const timesOf = (sent: SentTrack): number => sent.lengthBlocks / limitsOf(sent)[0] / (sent.elapsedMs / 1000);

/** Whether the track was written faster than any drive writes. A virtual drive may be; a drive that writes nothing is. */
export const isSuspiciouslyFast = (sent: SentTrack): boolean => timesOf(sent) > limitsOf(sent)[1];

/**
 * Reads back all of a track that was written faster than any drive writes, and compares it: a speed is evidence, what is on
 * the disc decides. Yields a warning at the end.
 * @throws BurnError when the track is not on the disc as it was sent, or cannot be compared
 */
export async function* compareSuspiciousTrack(
  drive: Drive,
  sent: SentTrack,
  source: TrackSource,
): AsyncGenerator<VerifyProgress, void> {
  const { number, startLba, lengthBlocks, format } = sent;
  const rounded = Math.round(timesOf(sent));
  const speed = Number.isFinite(rounded) ? `at ${rounded}x` : 'in no time';
  const refuse = (why: string, cause?: unknown) =>
    new BurnError({
      phase: 'verifying',
      code: 'IMPOSSIBLE_SPEED',
      track: number,
      lba: startLba,
      reason: `${lengthBlocks} blocks were "written" ${speed}, which is faster than any drive writes, and ${why}`,
      remedy: DISTRUST,
      cause,
    });
  if (!source.repeatable || !format.readsBack)
    throw refuse('they cannot be compared, since their source can be read only once');
  try {
    yield* compareTrack(drive, sent, source);
  } catch (error) {
    if (error instanceof BurnError && error.code === 'READ_BACK_FAILED')
      throw refuse(`the disc cannot be read to see whether they are there: ${messageOf(error.cause)}`, error);
    throw error;
  }
  yield {
    phase: 'verifying',
    track: number,
    startLba,
    verifiedBlocks: lengthBlocks,
    lengthBlocks,
    warning: `track ${number} was written ${speed}, which is faster than any drive writes, but all of it is on the disc`,
  };
}
