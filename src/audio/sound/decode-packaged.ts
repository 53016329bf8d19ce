import type { AudioFile } from '../audio-file.ts';
import { inDigits } from '../conversion.ts';
import { toOneScale } from './asymmetric.ts';
import { damagedAt, damagedFile } from './damaged.ts';
import type { SoundPieces } from './sound.ts';
import type { TtaSpec, WavPackSpec } from './sound-spec.ts';
import { BLOCK_HEADER_BYTES, decodeBlockHeader } from './wavpack-header.ts';
import { WindowReader } from './window-reader.ts';

/** What is used of the decoders of `@audio/`. */
interface PackagedDecoder {
  decode(bytes: Uint8Array): { readonly channelData: readonly Float32Array[]; readonly sampleRate: number };
  free(): void;
  /** Blocks whose checksum was wrong, which are left out. */
  readonly errors?: number;
}

/** How much is given to a decoder at a time: a block or two. */
const CHUNK_BYTES = 64 * 1024;

/**
 * `@audio/decode-wavpack` 1.0.0 keeps all that it is given, and runs out of memory after about 32 MiB
 * (findings/decode-wavpack-memory.sh). Blocks do not need the ones before.
 */
const WAVPACK_BYTES = 4 * 1024 * 1024;

/** Many times what encoders write for all channels of a moment: longer ones are not held in memory. */
const MOST_MOMENT_BYTES = 8 * 1024 * 1024;

/** Pieces of this length. */
async function* evenPieces(file: AudioFile, { startBytes, endBytes }: TtaSpec): AsyncGenerator<Uint8Array> {
  for (let position = startBytes; position < endBytes; position += CHUNK_BYTES) {
    yield await file.readAt(position, Math.min(CHUNK_BYTES, endBytes - position));
  }
}

/**
 * The blocks of all channels of a moment together: `@audio/decode-wavpack` 1.0.0 takes a piece that ends between them for
 * damage (findings/decode-wavpack-six-channels.sh).
 */
async function* wholeMoments(file: AudioFile, { startBytes, endBytes }: WavPackSpec): AsyncGenerator<Uint8Array> {
  const reader = new WindowReader(file);
  let begin = startBytes;
  for (let position = startBytes; position < endBytes; ) {
    const block = decodeBlockHeader(await reader.at(position, BLOCK_HEADER_BYTES));
    position = block === undefined ? endBytes : position + block.lengthBytes;
    if (Math.min(position, endBytes) - begin > MOST_MOMENT_BYTES) {
      const what = `the blocks of a moment at byte ${inDigits(begin)} are longer than any encoder makes them`;
      throw damagedFile(file.path, 'a WavPack file', what);
    }
    if (position < endBytes && block?.isLast !== true) continue;
    yield await file.readAt(begin, Math.min(position, endBytes) - begin);
    begin = position;
  }
}

/**
 * Feeds the bytes of a file to a decoder.
 * @param mostBytes after so many a new decoder goes on
 */
async function* decodeInOrder(
  file: AudioFile,
  { format }: WavPackSpec | TtaSpec,
  makeDecoder: () => PackagedDecoder | Promise<PackagedDecoder>,
  pieces: AsyncIterable<Uint8Array>,
  mostBytes = Number.POSITIVE_INFINITY,
): SoundPieces {
  let decoder = await makeDecoder();
  let frames = 0;
  let fed = 0;
  try {
    for await (const bytes of pieces) {
      if (fed + bytes.length > mostBytes) {
        decoder.free();
        decoder = await makeDecoder();
        fed = 0;
      }
      fed += bytes.length;
      let channels: readonly Float32Array[];
      try {
        channels = decoder.decode(bytes).channelData;
      } catch (cause) {
        throw damagedAt(file.path, format, frames, cause instanceof Error ? cause.message : String(cause), cause);
      }
      if ((decoder.errors ?? 0) > 0) throw damagedAt(file.path, format, frames, 'the checksum of a block is wrong');
      if (channels.length === 0) continue;
      if (channels.length !== format.channels) {
        throw damagedAt(file.path, format, frames, `a block of it has ${channels.length} channels`);
      }
      frames += channels[0]?.length ?? 0;
      yield format.integerBits === undefined ? channels : toOneScale(channels, format.integerBits);
    }
  } finally {
    decoder.free();
  }
}

export async function* decodeWavPack(file: AudioFile, spec: WavPackSpec): SoundPieces {
  const { decoder } = await import('@audio/decode-wavpack');
  yield* decodeInOrder(file, spec, decoder, wholeMoments(file, spec), WAVPACK_BYTES);
}

export async function* decodeTta(file: AudioFile, spec: TtaSpec): SoundPieces {
  const { decoder } = await import('@audio/decode-tta');
  yield* decodeInOrder(file, spec, decoder, evenPieces(file, spec));
}
