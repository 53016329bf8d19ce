import type { PcmReader } from '../audio/pcm-reader.ts';

/** {@link PcmReader.read} of a reader that has only `readSome`, which returns 0 at the end. */
export const filling =
  (readSome: (target: Uint8Array) => Promise<number>): PcmReader['read'] =>
  async (target) => {
    let filled = 0;
    while (filled < target.length) {
      const count = await readSome(target.subarray(filled));
      if (count === 0) break;
      filled += count;
    }
    return filled;
  };
