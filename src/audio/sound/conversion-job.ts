import { CD_SAMPLE_BYTES } from '../../cd/digital-audio.ts';
import { AudioFile, type FileState } from '../audio-file.ts';
import { AudioFormatError } from '../audio-format-error.ts';
import { damagedAt } from './damaged.ts';
import { decodeFlacBytes } from './decode-flac.ts';
import { decodeSound } from './decode-sound.ts';
import { resampledFrames } from './resampler.ts';
import type { SoundSpec } from './sound-spec.ts';
import { isForCd, type ToCdOptions, toCd } from './to-cd.ts';

/** A file that is decoded and converted. Plain data: it goes to another thread. */
export interface ConversionJob {
  readonly path: string;
  /** As it was when it was examined. */
  readonly state: FileState;
  readonly spec: SoundSpec;
  readonly options: ToCdOptions;
}

/** Bytes of PCM that a file becomes; undefined if only decoding shows it. */
export const convertedBytes = ({ format, frames }: SoundSpec): number | undefined =>
  frames === undefined ? undefined : resampledFrames(frames, format.sampleRateHz) * CD_SAMPLE_BYTES;

/** What a decoder throws that damage has confused, or that cannot be loaded. */
const decoderFailed = ({ path, spec }: ConversionJob, cause: unknown): AudioFormatError =>
  new AudioFormatError({
    path,
    found: `${spec.format.description}, whose decoder failed (${cause instanceof Error ? cause.message : String(cause)})`,
    remedy: 'Copy or create it again. If other programs play it, convert it to WAV.',
    cause,
  });

const pcmOf = (file: AudioFile, { spec, options }: ConversionJob): AsyncGenerator<Uint8Array> =>
  spec.codec === 'flac' && isForCd(spec.format)
    ? decodeFlacBytes(file, spec)
    : toCd(spec.format, decodeSound(file, spec), options);

/**
 * The PCM of a file: exactly {@link convertedBytes}, if those are known.
 * @throws AudioFormatError when the file is damaged, or has changed
 */
export async function* convert(job: ConversionJob): AsyncGenerator<Uint8Array> {
  const { path, state, spec } = job;
  const file = await AudioFile.open(path);
  const wanted = convertedBytes(spec) ?? Number.POSITIVE_INFINITY;
  let done = 0;
  try {
    await file.requireUnchanged(state);
    for await (const bytes of pcmOf(file, job)) {
      done += bytes.length;
      if (done > wanted) break;
      yield bytes;
    }
    await file.requireUnchanged(state);
  } catch (error) {
    throw error instanceof AudioFormatError ? error : decoderFailed(job, error);
  } finally {
    await file.close();
  }
  if (done === wanted || spec.frames === undefined) return;
  const frames = Math.round((Math.min(done, wanted) / wanted) * spec.frames);
  throw damagedAt(path, spec.format, frames, done < wanted ? 'it ends early' : 'it has more sound than it says');
}
