import type { SoundPieces } from './sound.ts';

/** A part of a sound: without its first samples, and at most so many. The rest is not decoded. */
export async function* cutTo(sound: SoundPieces, skippedFrames: number, frames: number): SoundPieces {
  let skip = skippedFrames;
  let left = frames;
  for await (const piece of sound) {
    const length = piece[0]?.length ?? 0;
    const from = Math.min(skip, length);
    const to = Math.min(length, from + left);
    skip -= from;
    left -= to - from;
    if (to > from) yield piece.map((channel) => channel.subarray(from, to));
    if (left === 0) return;
  }
}
