import { PREGAP_BLOCKS, RUN_OUT_BLOCKS, sessionGapBlocks } from '../cd/geometry.ts';
import { type OptionNames, requireKnownOptions } from '../known-options.ts';
import { blocksInSession, gapBefore } from '../write/engine/session-blocks.ts';
import { isAudio } from '../write/engine/track-format.ts';
import { formatOf, trackBlocks } from '../write/engine/track-source.ts';
import type { DiscJob, JobTrack } from './model.ts';

/** One index of a track: 0 is its pause, 1 its start. */
export interface PlannedIndex {
  readonly number: number;
  readonly startLba: number;
  readonly lengthBlocks: number;
}

/** A track as it would be on the disc: addresses and lengths in blocks of 1/75 s. */
export interface PlannedTrack {
  readonly number: number;
  readonly session: number;
  readonly name: string;
  readonly kind: 'audio' | 'data';
  /** Of index 1. */
  readonly startLba: number;
  /** Without the pause. */
  readonly lengthBlocks: number;
  /** What a burn adds at its end, in bytes: silence, or zeros of data, until its blocks are whole and, where it is padded, last 4 seconds. */
  readonly paddingBytes: number;
  readonly indexes: readonly PlannedIndex[];
}

/** A job as it would be on the disc: addresses and lengths in blocks of 1/75 s. */
export interface JobPlan {
  /** `exact` where Session-At-Once is needed, which makes no pauses of its own. */
  readonly layout: DiscJob['layout'];
  readonly tracks: readonly PlannedTrack[];
  /** Where the lead-out of each session begins. */
  readonly leadOuts: readonly number[];
  /** From the start of the first track to the last lead-out: what must be free. */
  readonly lengthBlocks: number;
  /** Why Track-At-Once cannot write it as it is; empty if it can. */
  readonly needsSessionAtOnce: readonly string[];
}

/** A disc that has tracks already. */
export interface PlanJobOptions {
  /** Where the first track begins: the next writable address of the disc. Default: 0. */
  readonly startLba?: number | undefined;
  /** The number that the first track gets. Default: as the job says. */
  readonly firstTrack?: number | undefined;
  /** The number of the session that it is written to. Default: as the job says. */
  readonly session?: number | undefined;
}

const OPTIONS: OptionNames<PlanJobOptions> = { startLba: true, firstTrack: true, session: true };

/** Where everything will be: on a blank disc, or where the options say. Nothing is read. @throws OptionsError */
export function planJob(given: DiscJob, options: PlanJobOptions = {}): JobPlan {
  requireKnownOptions('planJob()', options, OPTIONS);
  const { startLba: firstLba = 0 } = options;
  const job = numberedAs(given, options);
  const needs = needsSessionAtOnce(given);
  // Drives make pauses only of Track-At-Once.
  const paused = job.layout === 'paused' && needs.length === 0;
  const tracks: PlannedTrack[] = [];
  const leadOuts: number[] = [];
  let lba = firstLba;
  for (const [index, track] of job.tracks.entries()) {
    const before = job.tracks[index - 1];
    let gapBlocks = 0;
    if (before !== undefined && before.session !== track.session) {
      leadOuts.push(lba);
      lba += sessionGapBlocks(before.session) + PREGAP_BLOCKS;
    } else if (before !== undefined && paused) {
      lba += PREGAP_BLOCKS;
    } else if (before !== undefined) {
      gapBlocks = gapBefore(track, before);
    }
    const isLast = job.tracks[index + 1]?.session !== track.session;
    const lengthBlocks = paused ? trackBlocks(track) : blocksInSession(track, { isLast });
    tracks.push(planned(track, { pauseLba: lba, gapBlocks, lengthBlocks }));
    lba += gapBlocks + lengthBlocks + (paused ? RUN_OUT_BLOCKS : 0);
  }
  leadOuts.push(lba);
  return {
    layout: paused ? 'paused' : 'exact',
    tracks,
    leadOuts,
    lengthBlocks: lba - firstLba,
    needsSessionAtOnce: needs,
  };
}

function numberedAs(job: DiscJob, { firstTrack, session }: PlanJobOptions): DiscJob {
  const [first] = job.tracks;
  const laterTracks = (firstTrack ?? first?.number ?? 1) - (first?.number ?? 1);
  const laterSessions = (session ?? first?.session ?? 1) - (first?.session ?? 1);
  const tracks = job.tracks.map((track) => ({
    ...track,
    number: track.number + laterTracks,
    session: track.session + laterSessions,
  }));
  return { ...job, tracks };
}

interface Place {
  readonly pauseLba: number;
  /** Of the pause, those that are not in the source. */
  readonly gapBlocks: number;
  /** Of the source. */
  readonly lengthBlocks: number;
}

function planned(track: JobTrack, { pauseLba, gapBlocks, lengthBlocks }: Place): PlannedTrack {
  const { number, session, name, pregapBlocks, indexBlocks } = track;
  const end = pauseLba + gapBlocks + lengthBlocks;
  const startLba = pauseLba + gapBlocks + pregapBlocks;
  const starts = [
    ...(startLba > pauseLba ? [[0, pauseLba] as const] : []),
    [1, startLba] as const,
    ...indexBlocks.map((blocks, index) => [index + 2, startLba + blocks] as const),
  ];
  return {
    number,
    session,
    name,
    kind: isAudio(formatOf(track)) ? 'audio' : 'data',
    startLba,
    lengthBlocks: end - startLba,
    paddingBytes: lengthBlocks * formatOf(track).blockBytes - track.lengthBytes,
    indexes: starts.map(([index, start], at) => ({
      number: index,
      startLba: start,
      lengthBlocks: (starts[at + 1]?.[1] ?? end) - start,
    })),
  };
}

/** Reasons, as parts of a sentence. */
function needsSessionAtOnce({ layout, tracks, cdText = [] }: DiscJob): string[] {
  const gapless = layout === 'exact' && tracks.some(({ session }, index) => tracks[index - 1]?.session === session);
  const first = tracks[0]?.number ?? 1;
  const [, ...later] = tracks;
  const pregaps = layout === 'paused' && later.some(({ pregapBlocks }) => pregapBlocks > 0);
  const counted = tracks.some(({ indexBlocks }) => indexBlocks.length > 0);
  return [
    ...(gapless ? ['tracks without the 2 s of silence between them that Track-At-Once makes'] : []),
    ...(tracks[0] !== undefined && tracks[0].pregapBlocks > 0
      ? [tracks[0].hiddenTrack ? 'a hidden track before track 1' : 'a pause before track 1']
      : []),
    ...(pregaps ? ['pregaps'] : []),
    ...(counted ? ['indexes'] : []),
    ...(tracks.some(({ fourChannel }) => fourChannel) ? ['four channels'] : []),
    ...(first > 1 ? [`a first track of number ${first}`] : []),
    ...(cdText.length > 0 ? ['CD-TEXT'] : []),
  ];
}
