import { AudioFormatError } from '../audio-format-error.ts';
import { inDigits } from '../conversion.ts';
import type { SoundFormat } from './sound.ts';

/** `1:02.345`: minutes and seconds from the start of a file. */
export function timeIn(frames: number, sampleRateHz: number): string {
  const ms = Math.floor((frames * 1_000) / sampleRateHz);
  const minutes = Math.floor(ms / 60_000);
  return `${minutes}:${((ms % 60_000) / 1_000).toFixed(3).padStart(6, '0')}`;
}

const REMEDY = 'Copy or create it again; it cannot be burned as it is.';

/** @param what is wrong, as the rest of the sentence */
export const damagedFile = (path: string, container: string, what: string, cause?: unknown): AudioFormatError =>
  new AudioFormatError({ path, found: `${container} that is damaged: ${what}`, remedy: REMEDY, cause });

/** @param frames how many samples were decoded before the damage */
export const damagedAt = (
  path: string,
  { description, sampleRateHz }: SoundFormat,
  frames: number,
  what: string,
  cause?: unknown,
): AudioFormatError => {
  const where = `at ${timeIn(frames, sampleRateHz)} (sample ${inDigits(frames)})`;
  return new AudioFormatError({ path, found: `${description}, damaged ${where}: ${what}`, remedy: REMEDY, cause });
};
