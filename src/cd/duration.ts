import { FRAMES_PER_SECOND } from './geometry.ts';

/** `79:57.10`: the minutes, seconds and hundredths of a number of blocks. */
export function durationText(lengthBlocks: number): string {
  const hundredths = Math.round((lengthBlocks * 100) / FRAMES_PER_SECOND);
  const pad = (value: number) => String(value).padStart(2, '0');
  return `${pad(Math.floor(hundredths / 6_000))}:${pad(Math.floor(hundredths / 100) % 60)}.${pad(hundredths % 100)}`;
}
