import type { TrackFormat } from '../engine/track-format.ts';
import type { TrackSource } from '../engine/track-source.ts';

/** A source that repeats these bytes. */
export const repeated = (name: string, bytes: Uint8Array, lengthBytes: number, format: TrackFormat): TrackSource => ({
  name,
  lengthBytes,
  repeatable: true,
  format,
  async openReader() {
    let position = 0;
    return {
      async read(target) {
        const wanted = Math.min(target.length, lengthBytes - position);
        for (let filled = 0; filled < wanted; ) {
          const from = (position + filled) % bytes.length;
          const part = bytes.subarray(from, from + wanted - filled);
          target.set(part, filled);
          filled += part.length;
        }
        position += wanted;
        return wanted;
      },
      async close() {},
    };
  },
});
