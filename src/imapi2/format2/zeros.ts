import { USER_DATA_BYTES } from '../../cd/geometry.ts';
import type { TrackSource } from '../../write/index.ts';

/** Sectors of zeros. */
export const zeros = (sectors: number): TrackSource => ({
  name: 'zeros',
  lengthBytes: sectors * USER_DATA_BYTES,
  repeatable: true,
  async openReader() {
    let left = sectors * USER_DATA_BYTES;
    return {
      async read(target) {
        const bytes = Math.min(target.length, left);
        target.fill(0, 0, bytes);
        left -= bytes;
        return bytes;
      },
      async close() {},
    };
  },
});
