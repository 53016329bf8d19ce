import { SHORTEST_TRACK_BLOCKS } from '../../../cd/geometry.ts';
import { type DiscState, readDiscState } from '../../../drive/disc-state.ts';
import { WriteType } from '../../../mmc/mode-pages/write-parameters.ts';
import { endingInMmc } from '../../ending.ts';
import { BurnError } from '../../engine/burn-error.ts';
import { closeSession } from '../../engine/close-session.ts';
import { closeTrackIfOpen, flush } from '../../engine/close-track.ts';
import type { BurnProgress } from '../../engine/progress.ts';
import type { Extent } from '../../engine/send-extent.ts';
import { formatOfLastTrack } from '../../engine/track-format.ts';
import { untilSettled } from '../../engine/until-settled.ts';
import { setWriteParameters } from '../../engine/write-parameters.ts';
import type { Recipe, TrackPlan, WriteJob } from '../../recipe.ts';
import { checkTableOfContents } from '../../verify/check-table-of-contents.ts';
import { compareTrack } from '../../verify/compare-track.ts';
import { DISTRUST } from '../../verify/distrust.ts';
import { sampleTrack } from '../../verify/sample-track.ts';
import { CD_PROFILES, checkCdMedium } from '../cd-medium.ts';
import { nextTrackPlace } from './next-track.ts';
import { planTracks } from './plan.ts';

const writeType = WriteType.TrackAtOnce;

/**
 * Track-At-Once on CD-R and CD-RW (MMC-5 4.2.3.4): each track by itself, with the pause made by the drive. Page 05h is
 * set before the drive is asked for its next writable address: the LG GSA-4082B dislikes the other order.
 */
export const cdTrackAtOnce: Recipe = {
  name: 'Track-At-Once',
  profiles: CD_PROFILES,
  unit: 'track',
  checkMedium: checkCdMedium,
  plan: planTracks,

  // biome-ignore lint/correctness/useYield: it has no progress of its own
  async *prepare(job, [plan]) {
    const { drive, ending, testWrite, bufferUnderrunFree } = job;
    const { multiSession } = endingInMmc(ending);
    await setWriteParameters(drive, { writeType, multiSession, format: plan.format, testWrite, bufferUnderrunFree });
    await job.calibrate();
  },

  extents: async (job, [plan]) => [await placed(plan, job)],

  async *end({ drive, testWrite, writeKBps }, sent) {
    for (const { number, lengthBlocks } of sent) {
      yield* flush(drive, number, lengthBlocks, writeKBps);
      if (!testWrite) yield* closeTrackIfOpen(drive, number, writeKBps);
    }
  },

  finish,

  async *verify(drive, sent, source, level) {
    if (level === 'full') return yield* compareTrack(drive, sent, source);
    await sampleTrack(drive, sent);
    return undefined;
  },
};

async function placed(plan: TrackPlan, job: WriteJob): Promise<Extent> {
  const { source, format, lengthBlocks } = plan;
  const { number, startLba, freeBlocks } = await nextTrackPlace(job, plan.number);
  if (freeBlocks < lengthBlocks) {
    throw new BurnError({
      phase: 'preparing',
      code: 'NO_ROOM',
      track: number,
      reason: `it needs ${lengthBlocks} blocks, but the disc has only ${freeBlocks} left`,
      remedy: 'None of it was written. Leave it out, or use a disc with more room',
    });
  }
  return { track: number, source, format, startLba, lengthBlocks, minimumBlocks: SHORTEST_TRACK_BLOCKS };
}

async function* finish(job: WriteJob): AsyncGenerator<BurnProgress, DiscState> {
  const { drive, ending, tracks, testWrite, bufferUnderrunFree, writeKBps } = job;
  if (ending === 'leave-open') return await discWithTracks(job);
  const format = tracks.at(-1)?.format ?? formatOfLastTrack(await readDiscState(drive, { everyTrack: true }));
  const disc = yield* closeSession(drive, {
    writeType,
    ending,
    format,
    tracks,
    testWrite,
    bufferUnderrunFree,
    writeKBps,
  });
  if (!testWrite) await checkTableOfContents(drive, tracks);
  return disc;
}

/** The disc as it is now, which must list the tracks that were written. */
const discWithTracks = ({ drive, tracks, testWrite }: WriteJob): Promise<DiscState> =>
  untilSettled(drive, async () => {
    const disc = await readDiscState(drive, { everyTrack: true });
    const missing = testWrite
      ? undefined
      : tracks.find(({ number }) => !disc.tracks.some((track) => track.number === number));
    if (missing === undefined) return disc;
    throw new BurnError({
      phase: 'verifying',
      code: 'NOT_AS_REPORTED',
      track: missing.number,
      reason: 'the drive reported success, but the disc does not have the track',
      disc,
      remedy: DISTRUST,
    });
  });
