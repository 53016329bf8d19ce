import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { type AudioFile, type FileState, requireSame } from '../audio-file.ts';
import { damagedAt } from './damaged.ts';
import { requirePackage } from './packages.ts';
import type { SoundPiece, SoundPieces } from './sound.ts';
import type { FlacSpec } from './sound-spec.ts';

/** What is used of libflacjs. */
interface LibFlac {
  isReady(): boolean;
  on(event: 'ready', listener: () => void): void;
  create_libflac_decoder(checkMd5: boolean): number;
  init_decoder_stream(
    decoder: number,
    read: (bytes: number) => { buffer: Uint8Array; readDataLength: number; error: boolean },
    write: (channels: Uint8Array[], frame: FlacFrame) => void,
    error: (code: number, message: string) => void,
    metadata: () => void,
    isOgg: boolean,
  ): number;
  FLAC__stream_decoder_process_single(decoder: number): boolean;
  FLAC__stream_decoder_get_state(decoder: number): number;
  FLAC__stream_decoder_finish(decoder: number): boolean;
  FLAC__stream_decoder_delete(decoder: number): boolean;
}

interface FlacFrame {
  readonly blocksize: number;
  readonly channels: number;
  readonly bitsPerSample: number;
  readonly sampleRate: number;
}

/** FLAC__STREAM_DECODER_END_OF_STREAM, and the first of the states that are errors. */
const END_OF_STREAM = 4;

let loading: Promise<LibFlac> | undefined;

/**
 * libflacjs 5.6 fetches its WebAssembly by a path, which Node.js' fetch refuses: without fetch it reads the file
 * (findings/libflacjs-wasm-fetch.sh).
 */
function loadLibFlac(): Promise<LibFlac> {
  loading ??= new Promise((resolve) => {
    const { fetch } = globalThis;
    try {
      Reflect.deleteProperty(globalThis, 'fetch');
      const flac: LibFlac = requirePackage('libflacjs')('min.wasm');
      if (flac.isReady()) resolve(flac);
      else flac.on('ready', () => resolve(flac));
    } finally {
      globalThis.fetch = fetch;
    }
  });
  return loading;
}

function pieceOf(channels: readonly Uint8Array[], { blocksize, bitsPerSample }: FlacFrame): SoundPiece {
  // It returns 8 bits in two bytes, and 24 in four.
  const bytes = bitsPerSample <= 16 ? 2 : 4;
  const scale = 1 / 2 ** (bitsPerSample - 1);
  return channels.map((channel) => {
    const values =
      bytes === 2
        ? new Int16Array(channel.buffer, channel.byteOffset, blocksize)
        : new Int32Array(channel.buffer, channel.byteOffset, blocksize);
    const samples = new Float32Array(blocksize);
    for (let index = 0; index < blocksize; index++) samples[index] = (values[index] as number) * scale;
    return samples;
  });
}

/** libFLAC reads synchronously, with a handle of its own: the path may name another file by now. */
function openChecked(path: string, state: FileState): number {
  const handle = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    requireSame(path, fstatSync(handle, { bigint: true }), state);
    return handle;
  } catch (error) {
    closeSync(handle);
    throw error;
  }
}

/** The sound of a FLAC stream, alone or in Ogg. At its end its MD5 is compared. */
export async function* decodeFlac({ path, state }: AudioFile, spec: FlacSpec): SoundPieces {
  const { format, startBytes, ogg } = spec;
  const flac = await loadLibFlac();
  const handle = openChecked(path, state);
  const decoder = flac.create_libflac_decoder(true);
  let position = startBytes;
  let frames = 0;
  let pieces: SoundPiece[] = [];
  let fault: string | undefined;
  const damaged = (what: string) => damagedAt(path, format, frames, what);
  try {
    flac.init_decoder_stream(
      decoder,
      (bytes) => {
        const buffer = new Uint8Array(bytes);
        const readDataLength = readSync(handle, buffer, 0, bytes, position);
        position += readDataLength;
        return { buffer: buffer.subarray(0, readDataLength), readDataLength, error: false };
      },
      (channels, frame) => {
        const { sampleRateHz, integerBits } = format;
        const isSame =
          frame.channels === format.channels &&
          frame.sampleRate === sampleRateHz &&
          frame.bitsPerSample === integerBits;
        if (isSame) pieces.push(pieceOf(channels, frame));
        else fault ??= 'a block of it is in another format';
      },
      (_, message) => {
        fault ??= message.replace('FLAC__STREAM_DECODER_ERROR_STATUS_', 'libFLAC says ');
      },
      () => undefined,
      ogg,
    );
    for (let ended = false; !ended; ) {
      const isGood = flac.FLAC__stream_decoder_process_single(decoder);
      ended = !isGood || flac.FLAC__stream_decoder_get_state(decoder) >= END_OF_STREAM;
      const state = flac.FLAC__stream_decoder_get_state(decoder);
      for (const piece of pieces) {
        yield piece;
        frames += piece[0]?.length ?? 0;
      }
      pieces = [];
      if (fault !== undefined) throw damaged(fault);
      if (ended && state !== END_OF_STREAM) throw damaged('it ends within a block');
    }
    if (frames < (spec.frames ?? 0)) throw damaged('it ends early');
    if (!flac.FLAC__stream_decoder_finish(decoder)) throw damaged('its samples do not have the MD5 that it says');
  } finally {
    flac.FLAC__stream_decoder_delete(decoder);
    closeSync(handle);
  }
}
