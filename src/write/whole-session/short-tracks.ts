import { SHORTEST_TRACK_BLOCKS } from '../../cd/geometry.ts';
import type { TrackPlan, Unit } from '../recipe.ts';

/** Warnings of the tracks that are shorter than four seconds: the last one is padded, others are written as they are. */
export const shortTrackWarnings = (unit: Unit<TrackPlan>): string[] =>
  unit.flatMap(({ number, source, format, lengthBlocks }) => {
    const missing = lengthBlocks - Math.ceil(source.lengthBytes / format.blockBytes);
    const short = `track ${number} is shorter than 4 seconds`;
    if (missing > 0) return [`${short}: ${missing} blocks of silence are added at its end`];
    return lengthBlocks - (source.pregapBlocks ?? 0) >= SHORTEST_TRACK_BLOCKS
      ? []
      : [`${short}, the least that the standard allows: it is written as it is, and some players may skip it`];
  });
