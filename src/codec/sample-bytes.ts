import type { Samples } from './linear-prediction.ts';

/** Samples of all channels in turn, little-endian, each in 1 to 4 bytes. */
export function sampleBytes(channels: readonly Samples[], length: number, bytesEach: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(bytesEach * channels.length * length);
  const view = new DataView(bytes.buffer);
  const [left, right] = channels;
  if (bytesEach === 2 && channels.length === 2 && left !== undefined && right !== undefined) {
    for (let index = 0; index < length; index++) {
      view.setInt32(4 * index, ((left[index] as number) & 0xffff) | ((right[index] as number) << 16), true);
    }
    return bytes;
  }
  for (const [channel, samples] of channels.entries()) {
    for (let index = 0, at = channel * bytesEach; index < length; index++, at += bytesEach * channels.length) {
      const sample = samples[index] as number;
      if (bytesEach === 4) view.setInt32(at, sample, true);
      else if (bytesEach === 1) view.setInt8(at, sample);
      else {
        view.setInt16(at, sample, true);
        if (bytesEach === 3) view.setInt8(at + 2, sample >> 16);
      }
    }
  }
  return bytes;
}
