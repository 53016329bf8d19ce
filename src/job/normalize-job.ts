import { type AlbumGain, albumGain, R128_TARGET_LUFS } from '../audio/loudness/album-gain.ts';
import { type Loudness, measureLoudness } from '../audio/loudness/measure.ts';
import { withGain } from '../audio/loudness/with-gain.ts';
import { isAudio } from '../write/engine/track-format.ts';
import { formatOf, type TrackSource } from '../write/engine/track-source.ts';
import type { DiscJob } from './model.ts';

/** A job of which the tracks are as loud as they should be. */
export interface NormalizedJob extends AlbumGain {
  readonly job: DiscJob;
  /** As it was. */
  readonly loudness: Loudness;
}

const isSound = (track: TrackSource): boolean => isAudio(formatOf(track));

/**
 * The same disc at another loudness: all audio tracks with one gain, so that they keep their levels to each other. Every track is read once to
 * measure it. Data tracks stay as they are.
 * @param targetLufs default: -23, the target of EBU R 128
 */
export async function normalizeJob(job: DiscJob, targetLufs: number = R128_TARGET_LUFS): Promise<NormalizedJob> {
  const loudness = await measureLoudness(job.tracks.filter(isSound));
  const gain = albumGain(loudness, targetLufs);
  const tracks = job.tracks.map((track) => (isSound(track) ? withGain(track, gain.gainDb) : track));
  return { ...gain, loudness, job: { ...job, tracks } };
}
