import { FRAMES_PER_SECOND, MOST_TRACKS, PREGAP_BLOCKS, RUN_OUT_BLOCKS } from '../../../cd/geometry.ts';
import type { DiscState } from '../../../drive/disc-state.ts';
import { BurnError } from '../../engine/burn-error.ts';
import { type TrackSource, trackBlocks } from '../../engine/track-source.ts';

export interface TrackPlan {
  readonly number: number;
  readonly source: TrackSource;
  readonly lengthBlocks: number;
}

/**
 * Blocks that these tracks take from the next writable address on: the drive writes a run-out after every track, and the pause
 * before every one but the first (MMC-5 4.2.3.4).
 */
export const blocksNeeded = (lengths: readonly number[]): number =>
  lengths.reduce((sum, length) => sum + length + RUN_OUT_BLOCKS, 0) + Math.max(0, lengths.length - 1) * PREGAP_BLOCKS;

/** `79:57.10`: minutes, seconds and hundredths of that many blocks. */
export function durationText(lengthBlocks: number): string {
  const hundredths = Math.round((lengthBlocks * 100) / FRAMES_PER_SECOND);
  const pad = (value: number) => String(value).padStart(2, '0');
  return `${pad(Math.floor(hundredths / 6_000))}:${pad(Math.floor(hundredths / 100) % 60)}.${pad(hundredths % 100)}`;
}

/**
 * Numbers the tracks and checks that all of them fit, before anything is sent that writes.
 * @throws BurnError of phase `planning`
 */
export function planTracks(sources: readonly TrackSource[], disc: DiscState): TrackPlan[] {
  const refuse = (reason: string, remedy: string) => new BurnError({ phase: 'planning', reason, remedy, disc });
  if (sources.length === 0) throw refuse('there is no track to write', 'Name at least one audio file');
  const open = disc.tracks.find((track) => track.open);
  if (open !== undefined) {
    throw refuse(`track ${open.number} is unfinished`, 'Finish the disc with `discwright close`, or take a blank one');
  }
  const first = disc.tracks.length + 1;
  if (disc.tracks.length + sources.length > MOST_TRACKS) {
    throw refuse(
      `${sources.length} tracks are too many: a disc holds ${MOST_TRACKS}, and this one has ${disc.tracks.length}`,
      'Write fewer tracks, or join some files',
    );
  }
  for (const { name, lengthBytes } of sources) {
    if (!Number.isSafeInteger(lengthBytes) || lengthBytes <= 0) {
      throw refuse(`${name} holds no audio`, 'Leave it out, or give its length in bytes');
    }
  }
  const lengths = sources.map(trackBlocks);
  const needed = blocksNeeded(lengths);
  const free = disc.freeBlocks ?? 0;
  if (needed > free) {
    throw refuse(
      `${sources.length === 1 ? '1 track needs' : `${sources.length} tracks need`} ${needed} blocks (${durationText(needed)} with pauses), the disc has ${free} left ` +
        `(${durationText(free)}): ${durationText(needed - free)} too much`,
      'Leave tracks out, or take a longer disc',
    );
  }
  return sources.map((source, index) => ({ number: first + index, source, lengthBlocks: trackBlocks(source) }));
}
