import { gapBefore } from '../engine/session-blocks.ts';
import { isAudio } from '../engine/track-format.ts';
import type { TrackPlan } from '../recipe.ts';

/** A track of a session that is written in one go, with addresses. */
export interface LaidOutTrack {
  readonly plan: TrackPlan;
  /** Where index 0 begins; the same as `startLba` for a track without a pregap. */
  readonly pauseLba: number;
  /** Blocks of silence, or of empty data, at the start of the pregap, which are not in the source. */
  readonly gapBlocks: number;
  /** Whether the track before is of the other kind, sound or data: then the pregap cannot be its end. */
  readonly changesKind: boolean;
  /** Index 1. */
  readonly startLba: number;
  readonly endLba: number;
  /** Index 2 and later. */
  readonly indexLbas: readonly number[];
}

export interface SessionLayout {
  /** Where the first pregap begins: LBA -150 on a blank disc. */
  readonly startLba: number;
  readonly leadOutLba: number;
  readonly tracks: readonly LaidOutTrack[];
}

const changesKind = ({ format }: TrackPlan, previous: TrackPlan | undefined): boolean =>
  previous !== undefined && isAudio(format) !== isAudio(previous.format);

/** Puts tracks one after the other. @param startLba where the first pregap begins */
export function layOut(startLba: number, plans: readonly TrackPlan[]): SessionLayout {
  let lba = startLba;
  const tracks = plans.map((plan, index) => {
    const pauseLba = lba;
    const gapBlocks = gapBefore(plan.source, plans[index - 1]?.source);
    const start = pauseLba + gapBlocks + (plan.source.pregapBlocks ?? 0);
    lba = pauseLba + gapBlocks + plan.lengthBlocks;
    const indexLbas = (plan.source.indexBlocks ?? []).map((blocks) => start + blocks);
    return {
      plan,
      pauseLba,
      gapBlocks,
      changesKind: changesKind(plan, plans[index - 1]),
      startLba: start,
      endLba: lba,
      indexLbas,
    };
  });
  return { startLba, leadOutLba: lba, tracks };
}
