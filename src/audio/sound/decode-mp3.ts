import type { AudioFile } from '../audio-file.ts';
import type { Extent } from '../byte-source.ts';
import { cutTo } from './cut-pieces.ts';
import { damagedAt } from './damaged.ts';
import type { SoundPieces } from './sound.ts';
import type { Mp3Spec, Part } from './sound-spec.ts';

const CHUNK_BYTES = 16 * 1024;

const chunksOf = ({ startBytes, endBytes }: Part): Extent[] =>
  Array.from({ length: Math.ceil((endBytes - startBytes) / CHUNK_BYTES) }, (_, index) => {
    const at = startBytes + index * CHUNK_BYTES;
    return { startBytes: at, lengthBytes: Math.min(CHUNK_BYTES, endBytes - at) };
  });

async function* decodeFrames(file: AudioFile, { format, parts }: Mp3Spec): SoundPieces {
  const { MPEGDecoder } = await import('mpg123-decoder');
  // Its own cutting needs the tag; here that was read before.
  const decoder = new MPEGDecoder({ enableGapless: false });
  await decoder.ready;
  let frames = 0;
  try {
    for (const { startBytes, lengthBytes } of parts.flatMap(chunksOf)) {
      const bytes = await file.readAt(startBytes, lengthBytes);
      const { channelData, samplesDecoded, errors } = decoder.decode(bytes);
      const [error] = errors;
      if (error !== undefined) throw damagedAt(file.path, format, frames, error.message);
      if (samplesDecoded === 0) continue;
      frames += samplesDecoded;
      yield channelData.slice(0, format.channels);
    }
  } finally {
    decoder.free();
  }
}

/** The sound of MPEG audio without what its encoder put before and after it. */
export const decodeMp3 = (file: AudioFile, spec: Mp3Spec): SoundPieces =>
  cutTo(decodeFrames(file, spec), spec.skippedFrames, spec.frames);
