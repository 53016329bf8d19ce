import { type OptionNames, requireKnownOptions } from '../known-options.ts';
import type { TrackSource } from '../write/engine/track-source.ts';
import type { DiscJob } from './model.ts';

/** The options of {@link jobOfTracks}. */
export interface JobOfTracksOptions {
  /** What a user should know, as whole sentences. Default: none. */
  readonly warnings?: readonly string[] | undefined;
}

const OPTIONS: OptionNames<JobOfTracksOptions> = { warnings: 'main' };

/**
 * A job of tracks that a program has opened itself, one after the other, with the pauses that the drive makes. Closing it closes
 * none of them.
 * @throws OptionsError
 */
export function jobOfTracks(tracks: readonly TrackSource[], options: JobOfTracksOptions = {}): DiscJob {
  requireKnownOptions('jobOfTracks()', options, OPTIONS);
  const { warnings = [] } = options;
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
