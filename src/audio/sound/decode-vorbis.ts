import type { AudioFile } from '../audio-file.ts';
import { cutTo } from './cut-pieces.ts';
import { damagedAt } from './damaged.ts';
import type { SoundFormat, SoundPieces } from './sound.ts';
import type { SoundLink, VorbisSpec } from './sound-spec.ts';

const CHUNK_BYTES = 16 * 1024;

async function* decodeLink(file: AudioFile, format: SoundFormat, { startBytes, endBytes }: SoundLink): SoundPieces {
  const { OggVorbisDecoder } = await import('@wasm-audio-decoders/ogg-vorbis');
  const decoder = new OggVorbisDecoder();
  await decoder.ready;
  let frames = 0;
  try {
    for (let position = startBytes; position <= endBytes; position += CHUNK_BYTES) {
      const isEnd = position + CHUNK_BYTES > endBytes;
      const bytes = await file.readAt(position, Math.min(CHUNK_BYTES, endBytes - position));
      for (const decode of [() => decoder.decode(bytes), ...(isEnd ? [() => decoder.flush()] : [])]) {
        const { channelData, samplesDecoded, errors } = await decode();
        const [error] = errors;
        if (error !== undefined) throw damagedAt(file.path, format, frames, error.message);
        frames += samplesDecoded;
        if (samplesDecoded > 0) yield channelData;
      }
    }
  } finally {
    decoder.free();
  }
}

/** The sound of an Ogg Vorbis file: each of its streams by a decoder of its own. */
export async function* decodeVorbis(file: AudioFile, { format, links }: VorbisSpec): SoundPieces {
  for (const link of links) yield* cutTo(decodeLink(file, format, link), link.skippedFrames, link.frames);
}
