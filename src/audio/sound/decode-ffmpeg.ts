import { findProgram } from '../../find-program.ts';
import type { AudioFile } from '../audio-file.ts';
import { AudioFormatError } from '../audio-format-error.ts';
import { textOf, viewOf } from '../chunk-header.ts';
import { decodeWavFormat, MAXIMUM_FORMAT_BYTES, type WavFormat } from '../wav-format.ts';
import { damagedAt } from './damaged.ts';
import { type FfmpegRun, runFfmpeg } from './ffmpeg-program.ts';
import { describeSound } from './pcm-layout.ts';
import type { SoundPieces } from './sound.ts';
import type { FfmpegSpec } from './sound-spec.ts';
import { speakersOfMask, wavSpeakers } from './speakers.ts';

/** More than ffmpeg writes before the sound. */
const MOST_HEADER_BYTES = 65_536;
const SAMPLE_BYTES = 4;

/** What is before the sound in ffmpeg's output: how long it is, and the format; undefined if more is needed. */
function headerOf(bytes: Uint8Array): { format: WavFormat; lengthBytes: number } | undefined {
  let format: WavFormat | undefined;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const id = textOf(bytes.subarray(at, at + 4));
    if (id === 'data') return format === undefined ? undefined : { format, lengthBytes: at + 8 };
    const length = viewOf(bytes).getUint32(at + 4, true);
    const body = bytes.subarray(at + 8, at + 8 + Math.min(length, MAXIMUM_FORMAT_BYTES));
    if (id === 'fmt ' && body.length >= 16) format = decodeWavFormat(body);
    at += 8 + length + (length % 2);
  }
  return undefined;
}

/** Reads the header, and then yields what follows it. */
async function* openOutput(run: FfmpegRun): AsyncGenerator<WavFormat | Uint8Array> {
  let start = Buffer.alloc(0);
  let isOpen = false;
  for await (const chunk of run.output) {
    if (isOpen) {
      yield chunk as Uint8Array;
      continue;
    }
    start = Buffer.concat([start, chunk as Uint8Array]);
    const header = headerOf(start);
    if (header === undefined && start.length > MOST_HEADER_BYTES) return;
    if (header === undefined) continue;
    isOpen = true;
    yield header.format;
    yield start.subarray(header.lengthBytes);
  }
}

/**
 * What ffmpeg makes of a file that is not read here; undefined if there is no ffmpeg.
 * @param found what the file is: `an M4A file`
 * @throws AudioFormatError if ffmpeg cannot read it either
 */
export async function findByFfmpeg(
  path: string,
  found: string,
): Promise<{ spec: FfmpegSpec; notes: readonly string[] } | undefined> {
  const program = await findProgram('ffmpeg');
  if (program === undefined) return undefined;
  const run = runFfmpeg(program, path);
  try {
    const { value } = await openOutput(run).next();
    if (value === undefined || value instanceof Uint8Array) {
      throw new AudioFormatError({
        path,
        found: `${found}, and ffmpeg does not read it either (${(await run.failure) ?? 'it says nothing'})`,
        remedy: 'Open it with the program that made it, and save it as WAV.',
      });
    }
    const { channels, sampleRateHz, channelMask } = value;
    const speakers = channelMask === 0 ? wavSpeakers(channels) : speakersOfMask(channelMask, channels);
    const description = describeSound(found, { sampleRateHz, channels });
    const notes = [`It is ${found}, which discwright does not read itself: ${program} decodes it.`];
    const format = { description, sampleRateHz, channels, speakers };
    return { spec: { codec: 'ffmpeg', program, format, frames: undefined }, notes };
  } finally {
    run.stop();
  }
}

/** The sound of a file by ffmpeg. */
export async function* decodeFfmpeg(file: AudioFile, { program, format }: FfmpegSpec): SoundPieces {
  const { path } = file;
  const run = runFfmpeg(program, path);
  const { channels } = format;
  const frameBytes = channels * SAMPLE_BYTES;
  let rest = Buffer.alloc(0);
  let frames = 0;
  try {
    for await (const part of openOutput(run)) {
      if (!(part instanceof Uint8Array)) {
        const isSame = part.channels === channels && part.sampleRateHz === format.sampleRateHz;
        if (!isSame) throw damagedAt(path, format, 0, 'ffmpeg now says that it is in another format');
        continue;
      }
      const bytes = Buffer.concat([rest, part]);
      const count = Math.floor(bytes.length / frameBytes);
      rest = bytes.subarray(count * frameBytes);
      const view = viewOf(bytes);
      yield Array.from({ length: channels }, (_, channel) =>
        Float32Array.from({ length: count }, (_, index) =>
          view.getFloat32(index * frameBytes + channel * SAMPLE_BYTES, true),
        ),
      );
      frames += count;
    }
    const failure = await run.failure;
    if (failure !== undefined) throw damagedAt(path, format, frames, `ffmpeg says: ${failure}`);
    // ffmpeg opened it by its path.
    await file.requirePathUnchanged();
  } finally {
    run.stop();
  }
}
