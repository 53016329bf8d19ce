import { viewOf } from '../chunk-header.ts';
import type { PcmReader } from '../pcm-reader.ts';
import { makeTpdf } from '../sound/tpdf.ts';

const FULL_SCALE = 32_768;

/** Multiplies the samples of a piece in place, with dither: whole numbers are rounded again. */
function apply(pcm: Uint8Array, factor: number, noise: () => number): void {
  const view = viewOf(pcm);
  for (let at = 0; at + 1 < pcm.length; at += 2) {
    const value = Math.floor(view.getInt16(at, true) * factor + noise() + 0.5);
    view.setInt16(at, Math.max(-FULL_SCALE, Math.min(FULL_SCALE - 1, value)), true);
  }
}

function readerWithGain(reader: PcmReader, factor: number): PcmReader {
  const noise = makeTpdf();
  /** Whole samples: if one is cut in two, its other byte is read too. */
  const whole = async (target: Uint8Array, count: number): Promise<number> => {
    const rest = count % 2 === 1 && count < target.length ? await reader.read(target.subarray(count, count + 1)) : 0;
    apply(target.subarray(0, count + rest), factor, noise);
    return count + rest;
  };
  const { readSome } = reader;
  return {
    read: async (target) => whole(target, await reader.read(target)),
    ...(readSome === undefined
      ? {}
      : { readSome: async (target) => whole(target, await readSome.call(reader, target)) }),
    close: () => reader.close(),
  };
}

/**
 * The same track louder or quieter. Read it into buffers of an even number of bytes. With 0 dB it stays as it is.
 * @param gainDb see {@link albumGain}
 */
export function withGain<T extends { openReader(): Promise<PcmReader> }>(track: T, gainDb: number): T {
  if (gainDb === 0) return track;
  const factor = 10 ** (gainDb / 20);
  return { ...track, openReader: async () => readerWithGain(await track.openReader(), factor) };
}
