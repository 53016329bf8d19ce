import { RUN_OUT_BLOCKS, SHORTEST_TRACK_BLOCKS } from '../../../cd/geometry.ts';
import { type DiscState, readDiscState } from '../../../drive/disc-state.ts';
import { WriteType } from '../../../mmc/mode-pages/write-parameters.ts';
import { endingInMmc } from '../../ending.ts';
import { BurnError } from '../../engine/burn-error.ts';
import { closeSession } from '../../engine/close-session.ts';
import { closeTrackIfOpen, flush } from '../../engine/close-track.ts';
import { requirePlace } from '../../engine/plan-checks.ts';
import type { BurnProgress, StepProgress } from '../../engine/progress.ts';
import type { Extent } from '../../engine/send-extent.ts';
import { formatOfLastTrack, isAudio } from '../../engine/track-format.ts';
import { formatOf, isUnsized } from '../../engine/track-source.ts';
import { untilSettled } from '../../engine/until-settled.ts';
import { setWriteParameters } from '../../engine/write-parameters.ts';
import type { Recipe, TrackPlan, WriteJob } from '../../recipe.ts';
import { catalogueNumberWarnings, trackCodeWarnings } from '../../verify/check-codes.ts';
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

  async checkDrive(drive, sources, ending) {
    const formats = sources.map(formatOf).filter((format) => !isAudio(format));
    const kinds = new Map(formats.map((format) => [format.dataBlockType, format]));
    const { multiSession } = endingInMmc(ending);
    for (const format of kinds.values())
      await setWriteParameters(drive, { writeType, multiSession, format, testWrite: false, bufferUnderrunFree: true });
  },

  async *prepare(job, [plan]) {
    const { drive, ending, testWrite, bufferUnderrunFree, catalogueNumber, cdText, tracks } = job;
    const { multiSession } = endingInMmc(ending);
    const { isrc, serialCopy } = plan.source;
    if (cdText !== undefined && cdText.length > 0 && tracks.length === 0) yield NO_CD_TEXT;
    await setWriteParameters(drive, {
      writeType,
      multiSession,
      format: plan.format,
      testWrite,
      bufferUnderrunFree,
      catalogueNumber,
      isrc,
      serialCopy,
    });
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
    const found = level === 'full' ? yield* compareTrack(drive, sent, source) : undefined;
    if (level === 'quick') await sampleTrack(drive, sent);
    const { number, startLba, lengthBlocks } = sent;
    const done = { phase: 'verifying', track: number, startLba, verifiedBlocks: lengthBlocks, lengthBlocks } as const;
    for (const warning of await trackCodeWarnings(drive, sent, source)) yield { ...done, warning };
    return found;
  },
};

/** CD-TEXT is in the lead-in, which the drive itself writes in Track-At-Once. */
const NO_CD_TEXT: StepProgress = {
  phase: 'preparing',
  warning: 'the CD-TEXT is left out: Track-At-Once cannot carry it, Session-At-Once can',
};

async function placed(plan: TrackPlan, job: WriteJob): Promise<Extent> {
  const { source, format } = plan;
  const { number, startLba, freeBlocks } = await nextTrackPlace(job, plan.number);
  // The run-out of the track must fit before the lead-out.
  const lengthBlocks = isUnsized(source)
    ? Math.max(SHORTEST_TRACK_BLOCKS, freeBlocks - RUN_OUT_BLOCKS)
    : plan.lengthBlocks;
  if (freeBlocks < lengthBlocks) {
    throw new BurnError({
      phase: 'preparing',
      code: 'NO_ROOM',
      track: number,
      reason: `it needs ${lengthBlocks} blocks, but the disc has only ${freeBlocks} left`,
      remedy: 'None of it was written. Leave it out, or use a disc with more room',
    });
  }
  requirePlace(source, number, startLba);
  return { track: number, source, format, startLba, lengthBlocks, minimumBlocks: SHORTEST_TRACK_BLOCKS };
}

async function* finish(job: WriteJob): AsyncGenerator<BurnProgress, DiscState> {
  const { drive, ending, tracks, testWrite, bufferUnderrunFree, catalogueNumber, writeKBps } = job;
  if (ending === 'leave-open') return await discWithTracks(job);
  const format = tracks.at(-1)?.format ?? formatOfLastTrack(await readDiscState(drive, { everyTrack: true }));
  const disc = yield* closeSession(drive, {
    writeType,
    ending,
    format,
    tracks,
    testWrite,
    bufferUnderrunFree,
    catalogueNumber,
    writeKBps,
  });
  if (testWrite) return disc;
  await checkTableOfContents(drive, tracks);
  for (const warning of await catalogueNumberWarnings(drive, catalogueNumber)) {
    yield { phase: 'closing the session', warning };
  }
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
