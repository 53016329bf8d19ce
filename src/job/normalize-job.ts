import { type AlbumGain, type AlbumGainOptions, albumGain } from '../audio/loudness/album-gain.ts';
import { type Loudness, measureLoudness } from '../audio/loudness/measure.ts';
import { withGain } from '../audio/loudness/with-gain.ts';
import { type OptionNames, requireKnownOptions, type SignalOptions } from '../known-options.ts';
import { isAudio } from '../write/engine/track-format.ts';
import { formatOf, type TrackSource } from '../write/engine/track-source.ts';
import type { DiscJob } from './model.ts';

/** A job of which the tracks are as loud as they should be. */
export interface NormalizedJob extends AlbumGain {
  readonly job: DiscJob;
  /** As it was. */
  readonly loudness: Loudness;
}

/** The options of {@link normalizeJob}. */
export interface NormalizeJobOptions extends AlbumGainOptions, SignalOptions {}

const OPTIONS: OptionNames<NormalizeJobOptions> = { targetLufs: 'main', signal: true };

const isSound = (track: TrackSource): boolean => isAudio(formatOf(track));

/**
 * The same disc at another loudness: all audio tracks with one gain, so that they keep their levels to each other. Every track is read once to
 * measure it. Data tracks stay as they are.
 * @throws what reading the tracks throws; OptionsError; the signal's reason
 * @example
 * ```ts
 * const { job: louder, gainDb, limited } = await normalizeJob(job, { targetLufs: -16 });
 * ```
 */
export async function normalizeJob(job: DiscJob, options: NormalizeJobOptions = {}): Promise<NormalizedJob> {
  requireKnownOptions('normalizeJob()', options, OPTIONS);
  const { signal, ...target } = options;
  const loudness = await measureLoudness(job.tracks.filter(isSound), { signal });
  const gain = albumGain(loudness, target);
  const tracks = job.tracks.map((track) => (isSound(track) ? withGain(track, gain.gainDb) : track));
  return { ...gain, loudness, job: { ...job, tracks } };
}
