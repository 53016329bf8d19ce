import { type DiscJob, normalizeJob } from '../index.ts';
import type { Context } from './context.ts';
import { refuseOption } from './options.ts';

export const NORMALIZE =
  'make the disc this loud, with one gain for all tracks (EBU R 128; default: -23; another: --normalize=-18). Every file is read once more, to measure it';

/** Louder than any music, and quieter than any. */
const HIGHEST_LUFS = -1;
const LOWEST_LUFS = -60;

/** @returns true for the usual value, which is what `--normalize` alone asks for */
export function targetOf(text: string): number | true {
  if (text === '') return true;
  const target = Number(text);
  return target >= LOWEST_LUFS && target <= HIGHEST_LUFS
    ? target
    : refuseOption('--normalize', `must be a loudness from ${LOWEST_LUFS} to ${HIGHEST_LUFS} LUFS, such as -18`);
}

const signed = (value: number): string => `${value >= 0 ? '+' : ''}${value.toFixed(1)}`;

/** The job at another loudness; says what is done. */
export async function normalized({ output }: Context, job: DiscJob, target: number | true): Promise<DiscJob> {
  const result = await normalizeJob(job, { targetLufs: target === true ? undefined : target });
  const { loudness, gainDb, limited } = result;
  if (!Number.isFinite(loudness.lufs)) {
    output.note('The disc is silent: there is nothing to normalize.');
    return job;
  }
  const why = limited ? ', no more because of the highest peak' : '';
  output.note(`Loudness ${loudness.lufs.toFixed(1)} LUFS: every track gets ${signed(gainDb)} dB${why}.`);
  return result.job;
}
