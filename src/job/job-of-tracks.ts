import type { TrackSource } from '../write/engine/track-source.ts';
import type { DiscJob } from './model.ts';

/**
 * A job of tracks that a program has opened itself, one after the other, with the pauses that the drive makes. Closing it closes
 * none of them.
 */
export function jobOfTracks(tracks: readonly TrackSource[], warnings: readonly string[] = []): DiscJob {
  const close = async () => {};
  return {
    layout: 'paused',
    tracks: tracks.map((track, index) => ({
      ...track,
      number: index + 1,
      session: 1,
      pregapBlocks: track.pregapBlocks ?? 0,
      indexBlocks: track.indexBlocks ?? [],
    })),
    warnings,
    close,
    [Symbol.asyncDispose]: close,
  };
}
