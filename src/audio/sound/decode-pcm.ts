import type { AudioFile } from '../audio-file.ts';
import { damagedAt } from './damaged.ts';
import { A_LAW, MU_LAW } from './g711.ts';
import type { PcmEncoding, PcmLayout } from './pcm-layout.ts';
import type { SoundPieces } from './sound.ts';

const PIECE_FRAMES = 16_384;

type Read = (view: DataView, at: number) => number;

/** 24 bits, the first byte given as the highest or the lowest. */
const read24: Record<'big' | 'little', Read> = {
  big: (view, at) => view.getInt16(at) * 256 + view.getUint8(at + 2),
  little: (view, at) => view.getInt16(at + 1, true) * 256 + view.getUint8(at),
};

/** Reads one sample; full scale is 1. */
function readerOf({ kind, bytes, bigEndian }: PcmEncoding): Read {
  const little = !bigEndian;
  if (kind === 'a-law') return (view, at) => A_LAW[view.getUint8(at)] as number;
  if (kind === 'mu-law') return (view, at) => MU_LAW[view.getUint8(at)] as number;
  if (kind === 'float') {
    return bytes === 4 ? (view, at) => view.getFloat32(at, little) : (view, at) => view.getFloat64(at, little);
  }
  const signed: Read =
    bytes === 1
      ? (view, at) => view.getInt8(at) / 2 ** 7
      : bytes === 2
        ? (view, at) => view.getInt16(at, little) / 2 ** 15
        : bytes === 3
          ? (view, at) => read24[bigEndian ? 'big' : 'little'](view, at) / 2 ** 23
          : (view, at) => view.getInt32(at, little) / 2 ** 31;
  if (kind === 'signed') return signed;
  // An unsigned sample's zero is half of its range.
  return (view, at) => {
    const value = signed(view, at);
    return value < 0 ? value + 1 : value - 1;
  };
}

export async function* decodePcm(file: AudioFile, layout: PcmLayout): SoundPieces {
  const { format, encoding, startBytes, frames } = layout;
  const { channels } = format;
  const read = readerOf(encoding);
  const frameBytes = channels * encoding.bytes;
  const bytes = new Uint8Array(PIECE_FRAMES * frameBytes);
  const view = new DataView(bytes.buffer);
  for (let done = 0; done < frames; ) {
    const count = Math.min(PIECE_FRAMES, frames - done);
    const wanted = bytes.subarray(0, count * frameBytes);
    if ((await file.readInto(wanted, startBytes + done * frameBytes)) < wanted.length) {
      throw damagedAt(file.path, format, done, 'it ends early');
    }
    const piece = Array.from({ length: channels }, () => new Float32Array(count));
    for (const [channel, samples] of piece.entries()) {
      let at = channel * encoding.bytes;
      for (let index = 0; index < count; index++) {
        samples[index] = read(view, at);
        at += frameBytes;
      }
    }
    yield piece;
    done += count;
  }
}
