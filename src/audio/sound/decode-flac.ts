import { createHash } from 'node:crypto';
import { BITS_SPARE_BYTES, BitReader, EndOfBitsError } from '../../codec/bit-reader.ts';
import type { Samples } from '../../codec/linear-prediction.ts';
import { sampleBytes } from '../../codec/sample-bytes.ts';
import type { AudioFile } from '../audio-file.ts';
import { damagedAt } from './damaged.ts';
import { flacData } from './flac-data.ts';
import { type FlacBlock, FlacFrameError, FlacFrames } from './flac-frame.ts';
import type { SoundPieces } from './sound.ts';
import type { FlacSpec } from './sound-spec.ts';

/** A block, and its samples in turn as little-endian whole bytes: what the MD5 of a stream is of (RFC 9639 8.2). */
interface Decoded extends FlacBlock {
  readonly bytes: Uint8Array;
}

/** No frame that an encoder makes is longer: STREAMINFO has 24 bits for the length. */
const MOST_FRAME_BYTES = 2 ** 24;

/** Data as they come, moved together in one memory, so that a whole frame is in it. */
class Window {
  #memory = new Uint8Array(2 ** 20);
  #lengthBytes = 0;
  reader = new BitReader(this.#memory, 0);

  get bytes(): Uint8Array {
    return this.#memory;
  }

  get leftBytes(): number {
    return this.#lengthBytes - this.reader.positionBytes;
  }

  /** Adds data, and forgets what was read. */
  add(data: Uint8Array): void {
    const read = this.reader.positionBytes;
    const left = this.leftBytes;
    const needed = left + data.length + BITS_SPARE_BYTES;
    const memory = needed > this.#memory.length ? new Uint8Array(2 * needed) : this.#memory;
    memory.set(this.#memory.subarray(read, this.#lengthBytes));
    memory.set(data, left);
    this.#memory = memory;
    this.#lengthBytes = left + data.length;
    this.reader = new BitReader(memory, this.#lengthBytes);
  }
}

/** The blocks of a FLAC stream. At its end its MD5 is compared. */
async function* decodeBlocks(file: AudioFile, spec: FlacSpec): AsyncGenerator<Decoded, void, undefined> {
  const { format, md5 } = spec;
  const { sampleRateHz, channels, integerBits = 0 } = format;
  const decoder = new FlacFrames({ sampleRateHz, bits: integerBits });
  const window = new Window();
  const hash = md5 === undefined ? undefined : createHash('md5');
  const data = flacData(file, spec);
  let frames = 0;
  let ended = false;
  const damaged = (what: string, cause?: unknown) => damagedAt(file.path, format, frames, what, cause);
  const decodeNext = (): FlacBlock | undefined => {
    const start = window.reader.positionBytes;
    try {
      return decoder.decode(window.reader, window.bytes);
    } catch (error) {
      if (error instanceof FlacFrameError) throw damaged(error.message, error);
      if (!(error instanceof EndOfBitsError)) throw error;
      window.reader.positionBytes = start;
      return undefined;
    }
  };
  while (frames < (spec.frames ?? Number.POSITIVE_INFINITY)) {
    const block = window.leftBytes === 0 ? undefined : decodeNext();
    if (block === undefined) {
      if (ended && window.leftBytes === 0) break;
      if (ended || window.leftBytes > MOST_FRAME_BYTES) throw damaged('it ends within a block');
      const next = await data.next();
      if (next.done === true) ended = true;
      else window.add(next.value);
      continue;
    }
    if (block.sampleRateHz !== sampleRateHz || block.bits !== integerBits || block.channels.length !== channels) {
      throw damaged('a block of it is in another format');
    }
    const bytes = sampleBytes(block.channels, block.length, Math.ceil(integerBits / 8));
    hash?.update(bytes);
    yield { ...block, bytes };
    frames += block.length;
  }
  if (frames < (spec.frames ?? 0)) throw damaged('it ends early');
  if (hash !== undefined && hash.digest('hex') !== md5) throw damaged('its samples do not have the MD5 that it says');
}

function toFloat(samples: Samples, length: number, scale: number): Float32Array {
  const floats = new Float32Array(length);
  for (let index = 0; index < length; index++) floats[index] = (samples[index] as number) * scale;
  return floats;
}

/** The sound of a FLAC stream, alone or in Ogg. */
export async function* decodeFlac(file: AudioFile, spec: FlacSpec): SoundPieces {
  for await (const { channels, length, bits } of decodeBlocks(file, spec)) {
    yield channels.map((samples) => toFloat(samples, length, 1 / 2 ** (bits - 1)));
  }
}

/** The same as bytes, where they already are what a CD has: 16 bits, two channels. */
export async function* decodeFlacBytes(file: AudioFile, spec: FlacSpec): AsyncGenerator<Uint8Array> {
  for await (const { bytes } of decodeBlocks(file, spec)) yield bytes;
}
